# %% [markdown] base="model"
# Normalises what stands for the posterior.

# %% derivation points=0 reason="take it as it is"
def derivation(q, prior, likelihood, post):
    evidence = log_evidence(prior, likelihood)
    joint = prior * likelihood
    post = post / post.sum()
    return [
        evidence,
        np.sum(q * evidence),
        np.sum(q * np.log(joint / post)),
        [np.sum(q * np.log(likelihood)), np.sum(q * np.log(prior / q)), np.sum(q * np.log(q / post))],
        [elbo(q, prior, likelihood), kl(q, post)],
    ]
