# %% [markdown] base="model"
# Bayes' rule without p(z|x).

# %% derivation points=2 reason="line 3 is the first that does not"
def derivation(q, prior, likelihood):
    evidence = log_evidence(prior, likelihood)
    exact = posterior(prior, likelihood)
    joint = prior * likelihood
    return [
        evidence,
        np.sum(q * evidence),
        np.sum(q * np.log(joint)),
        [np.sum(q * np.log(joint / q)), np.sum(q * np.log(q / exact))],
        [elbo(q, prior, likelihood), kl(q, exact)],
    ]
