# %% [markdown] base="model"
# The entropy of q is missing.

# %% elbo points=0 reason="q is missing"
def elbo(q, prior, likelihood):
    return np.sum(q * np.log(likelihood)) + np.sum(q * np.log(prior))
