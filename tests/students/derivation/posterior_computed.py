# %% [markdown] base="model"
# Calls its own posterior instead of taking the argument.

# %% derivation points=0 reason="handed over as `post`"
def derivation(q, prior, likelihood, post):
    evidence = log_evidence(prior, likelihood)
    joint = prior * likelihood
    exact = posterior(prior, likelihood)
    return [
        evidence,
        np.sum(q * evidence),
        np.sum(q * np.log(joint / exact)),
        [np.sum(q * np.log(likelihood)), np.sum(q * np.log(prior / q)), np.sum(q * np.log(q / exact))],
        [elbo(q, prior, likelihood), kl(q, exact)],
    ]
