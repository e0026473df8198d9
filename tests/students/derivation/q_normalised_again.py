# %% [markdown] base="model"
# Normalises q first.

# %% derivation points=1 reason="normalised again"
def derivation(q, prior, likelihood):
    q = q / q.sum()
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
