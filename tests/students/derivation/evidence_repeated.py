# %% [markdown] base="model"
# Repeats log p(x), averaged under q, and ends with the right pair.

# %% derivation points=0.5 reason="used in the last line only"
def derivation(q, prior, likelihood, post):
    evidence = log_evidence(prior, likelihood)
    joint = prior * likelihood
    return [
        evidence,
        np.sum(q * evidence),
        np.sum(q * evidence),
        np.sum(q * evidence),
        [elbo(q, prior, likelihood), kl(q, post)],
    ]
