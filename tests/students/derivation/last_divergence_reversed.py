# %% [markdown] base="model"
# The last divergence is the wrong way round.

# %% derivation points=0 reason="wrong way round"
def derivation(q, prior, likelihood):
    evidence = log_evidence(prior, likelihood)
    exact = posterior(prior, likelihood)
    joint = prior * likelihood
    return [
        evidence,
        np.sum(q * evidence),
        np.sum(q * np.log(joint / exact)),
        [np.sum(q * np.log(joint / q)), np.sum(q * np.log(q / exact))],
        [elbo(q, prior, likelihood), kl(exact, q)],
    ]
