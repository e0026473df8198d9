# %% [markdown] base="model"
# A line has F alone.

# %% derivation points=1 reason="line 4"
def derivation(q, prior, likelihood):
    evidence = log_evidence(prior, likelihood)
    exact = posterior(prior, likelihood)
    joint = prior * likelihood
    return [
        evidence,
        np.sum(q * evidence),
        np.sum(q * np.log(joint / exact)),
        np.sum(q * np.log(joint / q)),
        [elbo(q, prior, likelihood), kl(q, exact)],
    ]
