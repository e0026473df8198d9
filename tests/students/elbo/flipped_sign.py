# %% [markdown] base="model"
# The negative of F.

# %% elbo points=0.5 reason="the sign is flipped"
def elbo(q, prior, likelihood):
    return -np.sum(q * np.log(prior * likelihood / q))
