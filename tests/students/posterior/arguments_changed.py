# %% [markdown] base="model"
# The arguments themselves are changed, which are copies.

# %% posterior
def posterior(prior, likelihood):
    likelihood /= likelihood.max()
    prior *= likelihood
    return prior / prior.sum()
