# %% [markdown] base="model"
# Repeats log p(x) in every line.

# %% derivation points=0 reason="the last line, line 4"
def derivation(q, prior, likelihood):
    e = log_evidence(prior, likelihood)
    return [e, e, e, e]
