# %% [markdown] base="model"
# Goes from the inserted one to the pair.

# %% derivation points=0.5 reason="used in the last line only"
def derivation(q, prior, likelihood, post):
    evidence = log_evidence(prior, likelihood)
    joint = prior * likelihood
    return [
        evidence,
        np.sum(q * evidence),
        evidence * q,
        q * evidence,
        [elbo(q, prior, likelihood), kl(q, post)],
    ]
