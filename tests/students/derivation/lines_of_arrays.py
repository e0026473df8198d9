# %% [markdown] base="model"
# Terms are arrays, one value a state, and count by their totals.

# %% derivation
def derivation(q, prior, likelihood, post):
    evidence = log_evidence(prior, likelihood)
    joint = prior * likelihood
    return [
        evidence,
        q * evidence,
        q * np.log(joint / post),
        [q * np.log(likelihood), -q * np.log(q / prior), q * np.log(q / post)],
        [elbo(q, prior, likelihood), kl(q, post)],
    ]
