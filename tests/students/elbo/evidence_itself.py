# %% [markdown] base="model"
# Returns log p(x), whatever q is.

# %% elbo points=0 reason="log p(x) itself"
def elbo(q, prior, likelihood):
    return np.log(np.sum(prior * likelihood))
