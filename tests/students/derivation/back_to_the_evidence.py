# %% [markdown] base="model"
# Uses Bayes' rule and goes back to log p(x).

# %% derivation points=1.5 reason="log p(x) again"
def derivation(q, prior, likelihood, post):
    evidence = log_evidence(prior, likelihood)
    return [
        evidence,
        np.sum(q * evidence),
        np.sum(q * np.log(prior * likelihood / post)),
        np.sum(q * evidence),
        [np.sum(q * np.log(likelihood)), np.sum(q * np.log(prior / q)), np.sum(q * np.log(q / post))],
        [elbo(q, prior, likelihood), kl(q, post)],
    ]
