# %% [markdown] base="model"
# NaN where q holds zeros.

# %% elbo points=2.5 reason="NaN"
def elbo(q, prior, likelihood):
    return np.sum(q * np.log(prior * likelihood / q))
