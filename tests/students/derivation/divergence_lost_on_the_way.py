# %% [markdown] base="model"
# A line has F alone.

# %% derivation points=1.5 reason="F alone"
def derivation(q, prior, likelihood, post):
    evidence = log_evidence(prior, likelihood)
    joint = prior * likelihood
    return [
        evidence,
        np.sum(q * evidence),
        np.sum(q * np.log(joint / post)),
        np.sum(q * np.log(joint / q)),
        [np.sum(q * np.log(likelihood)), np.sum(q * np.log(prior / q)), np.sum(q * np.log(q / post))],
        [elbo(q, prior, likelihood), kl(q, post)],
    ]
