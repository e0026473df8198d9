# %% [markdown] base="model"
# Splits the logarithm into two terms only.

# %% derivation points=2 reason="the three averages"
def derivation(q, prior, likelihood, post):
    evidence = log_evidence(prior, likelihood)
    joint = prior * likelihood
    return [
        evidence,
        np.sum(q * evidence),
        np.sum(q * np.log(joint / post)),
        [np.sum(q * np.log(joint / q)), np.sum(q * np.log(q / post))],
        [elbo(q, prior, likelihood), kl(q, post)],
    ]
