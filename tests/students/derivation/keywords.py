# %% [markdown] base="model"
# All functions of the notebook are called by keywords.

# %% derivation
def derivation(q, prior, likelihood, post):
    evidence = log_evidence(likelihood=likelihood, prior=prior)
    return [
        evidence,
        np.sum(q * evidence),
        np.sum(q * np.log(likelihood * prior / post)),
        [np.sum(q * np.log(likelihood)), -kl(p=prior, q=q), kl(p=post, q=q)],
        [elbo(q=q, prior=prior, likelihood=likelihood), kl(p=post, q=q)],
    ]
