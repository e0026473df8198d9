# %% [markdown] base="model"
# All functions of the notebook are called by keywords.

# %% derivation
def derivation(q, prior, likelihood):
    evidence = log_evidence(likelihood=likelihood, prior=prior)
    post = posterior(prior=prior, likelihood=likelihood)
    return [
        evidence,
        np.sum(q * evidence),
        np.sum(q * np.log(likelihood * prior / post)),
        [elbo(q=q, prior=prior, likelihood=likelihood), kl(p=post, q=q)],
    ]
