# %% [markdown] base="model"
# The average of log p(x|z) is missing.

# %% elbo points=0 reason="the average of log p(x|z), is missing"
def elbo(q, prior, likelihood):
    return np.sum(q * np.log(prior / q))
