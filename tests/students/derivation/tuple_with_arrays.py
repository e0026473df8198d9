# %% [markdown] base="model"
# A tuple, in which arrays stand for the terms of lines.

# %% derivation
def derivation(q, prior, likelihood):
    p = posterior(prior, likelihood)
    return (
        np.log(np.sum(prior * likelihood)),
        float(np.log(np.sum(prior * likelihood)) * np.sum(q)),
        q * np.log(prior * likelihood / p),
        np.array([elbo(q, prior, likelihood), kl(q, p)]),
    )
