# %% [markdown] base="model"
# The divergence is missing.

# %% elbo points=0 reason="the divergence from the prior, is missing"
def elbo(q, prior, likelihood):
    return np.sum(q * np.log(likelihood))
