# %% [markdown] base="model"
# The first line is p(x).

# %% derivation points=1 reason="its logarithm is missing"
def derivation(q, prior, likelihood, post):
    evidence = log_evidence(prior, likelihood)
    joint = prior * likelihood
    return [
        np.exp(evidence),
        np.sum(q * evidence),
        np.sum(q * np.log(joint / post)),
        [np.sum(q * np.log(likelihood)), np.sum(q * np.log(prior / q)), np.sum(q * np.log(q / post))],
        [elbo(q, prior, likelihood), kl(q, post)],
    ]
