# %% [markdown] base="model"
# Returns a number.

# %% derivation points=0 reason="expected a list of lines"
def derivation(q, prior, likelihood, post):
    return log_evidence(prior, likelihood)
