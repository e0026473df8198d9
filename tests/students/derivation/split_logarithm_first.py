# %% [markdown] base="model"
# Bayes' rule as a difference of logarithms, with log q added and subtracted.

# %% derivation
def derivation(q, prior, likelihood, post):
    evidence = log_evidence(prior, likelihood)
    joint = prior * likelihood
    return [
        evidence,
        np.sum(q * evidence),
        np.sum(q * (np.log(joint) - np.log(post))),
        [np.sum(q * np.log(joint)), -np.sum(q * np.log(post))],
        [np.sum(q * np.log(joint)), -np.sum(q * np.log(q)), np.sum(q * np.log(q)), -np.sum(q * np.log(post))],
        [np.sum(q * np.log(likelihood)), np.sum(q * np.log(prior / q)), np.sum(q * np.log(q / post))],
        [elbo(q, prior, likelihood), kl(q, post)],
    ]
