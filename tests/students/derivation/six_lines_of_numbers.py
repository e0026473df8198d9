# %% [markdown] base="model"
# Every line is a number.

# %% derivation
def derivation(q, prior, likelihood):
    evidence = log_evidence(prior, likelihood)
    exact = posterior(prior, likelihood)
    joint = prior * likelihood
    return [
        evidence,
        np.sum(q * evidence),
        np.sum(q * np.log(joint / exact)),
        [np.sum(q * np.log(joint / q)), np.sum(q * np.log(q / exact))],
        [elbo(q, prior, likelihood), kl(q, exact)],
    ]
