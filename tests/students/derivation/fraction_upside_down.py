# %% [markdown] base="model"
# The fraction of Bayes' rule is upside down.

# %% derivation points=1.5 reason="upside down"
def derivation(q, prior, likelihood, post):
    evidence = log_evidence(prior, likelihood)
    joint = prior * likelihood
    return [
        evidence,
        np.sum(q * evidence),
        np.sum(q * np.log(post / joint)),
        [np.sum(q * np.log(likelihood)), np.sum(q * np.log(prior / q)), np.sum(q * np.log(q / post))],
        [elbo(q, prior, likelihood), kl(q, post)],
    ]
