# %% [markdown] base="model"
# The one is inserted in two steps.

# %% derivation
def derivation(q, prior, likelihood, post):
    evidence = log_evidence(prior, likelihood)
    joint = prior * likelihood
    return [
        evidence,
        np.sum(q) * evidence,
        evidence * q,
        np.sum(q * np.log(joint / post)),
        np.sum(q * np.log(joint / q * (q / post))),
        [np.sum(q * np.log(likelihood)), np.sum(q * np.log(prior / q)), np.sum(q * np.log(q / post))],
        [elbo(q, prior, likelihood), kl(q, post)],
    ]
