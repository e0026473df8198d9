# %% [markdown] base="model"
# Multiplies by p(z|x) where it is divided by.

# %% derivation points=2 reason="line 4 is the first"
def derivation(q, prior, likelihood):
    evidence = log_evidence(prior, likelihood)
    exact = posterior(prior, likelihood)
    joint = prior * likelihood
    return [
        evidence,
        np.sum(q * evidence),
        np.sum(q * np.log(joint / exact)),
        np.sum(q * np.log(joint * exact)),
        [elbo(q, prior, likelihood), kl(q, exact)],
    ]
