# %% [markdown] base="model"
# A posterior that gives the evidence, too: no right one fits in its place.

# %% posterior
def posterior(prior, likelihood, with_evidence=False):
    joint = prior * likelihood
    exact = joint / joint.sum()
    return (exact, np.log(joint.sum())) if with_evidence else exact


# %% derivation
def derivation(q, prior, likelihood):
    post, evidence = posterior(prior, likelihood, with_evidence=True)
    return [
        evidence,
        np.sum(q * evidence),
        np.sum(q * np.log(likelihood * prior / post)),
        [elbo(q, prior, likelihood), kl(q, post)],
    ]
