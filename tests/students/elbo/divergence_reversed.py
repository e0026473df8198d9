# %% [markdown] base="model"
# The divergence of the prior from q.

# %% elbo points=0 reason="the wrong way round"
def elbo(q, prior, likelihood):
    return np.sum(q * np.log(likelihood)) - np.sum(prior * np.log(prior / q))
