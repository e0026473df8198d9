# %% [markdown] base="model"
# The logarithm of the average likelihood.

# %% elbo points=0 reason="the logarithm of a sum"
def elbo(q, prior, likelihood):
    return np.log(np.sum(q * likelihood)) - np.sum(q * np.log(q / prior))
