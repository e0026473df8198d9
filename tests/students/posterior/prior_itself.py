# %% [markdown] base="model"
# Returns the prior.

# %% posterior points=0 reason="the observation has no effect"
def posterior(prior, likelihood):
    return prior
