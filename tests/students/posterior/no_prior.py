# %% [markdown] base="model"
# The likelihood alone, divided by its sum.

# %% posterior points=0 reason="the prior has no effect"
def posterior(prior, likelihood):
    return likelihood / np.sum(likelihood)
