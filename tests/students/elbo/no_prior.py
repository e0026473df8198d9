# %% [markdown] base="model"
# The prior is missing.

# %% elbo points=0 reason="the prior has no effect"
def elbo(q, prior, likelihood):
    return np.sum(q * np.log(likelihood / q))
