# %% [markdown] base="model"
# The first line is p(x).

# %% derivation points=1 reason="line 1 is to be log p(x), but"
def derivation(q, prior, likelihood):
    evidence = log_evidence(prior, likelihood)
    exact = posterior(prior, likelihood)
    joint = prior * likelihood
    return [
        np.exp(evidence),
        np.sum(q * evidence),
        np.sum(q * np.log(joint / exact)),
        [np.sum(q * np.log(joint / q)), np.sum(q * np.log(q / exact))],
        [elbo(q, prior, likelihood), kl(q, exact)],
    ]
