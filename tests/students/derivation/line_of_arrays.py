# %% [markdown] base="model"
# A line holds arrays.

# %% derivation points=0 reason="holds arrays"
def derivation(q, prior, likelihood):
    evidence = log_evidence(prior, likelihood)
    exact = posterior(prior, likelihood)
    joint = prior * likelihood
    return [
        evidence,
        np.sum(q * evidence),
        np.sum(q * np.log(joint / exact)),
        [q * np.log(joint / q), q * np.log(q / exact)],
        [elbo(q, prior, likelihood), kl(q, exact)],
    ]
