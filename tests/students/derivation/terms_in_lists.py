# %% [markdown] base="model"
# Lines as lists of their terms, state by state.

# %% derivation
def derivation(q, prior, likelihood):
    evidence = log_evidence(prior, likelihood)
    exact = posterior(prior, likelihood)
    joint = prior * likelihood
    return [
        evidence,
        q * evidence,
        np.sum(q * np.log(joint / exact)),
        list(q * np.log(joint / q * (q / exact))),
        [elbo(q, prior, likelihood), kl(q, exact)],
    ]
