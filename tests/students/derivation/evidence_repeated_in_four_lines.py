# %% [markdown] base="model"
# The same in four lines.

# %% derivation points=0 reason="expected at least 5"
def derivation(q, prior, likelihood, post):
    evidence = log_evidence(prior, likelihood)
    joint = prior * likelihood
    return [
        evidence,
        np.sum(q * evidence),
        np.sum(q * evidence),
        [elbo(q, prior, likelihood), kl(q, post)],
    ]
