# %% [markdown] base="model"
# Normalised in place, returned as a list.

# %% posterior
def posterior(prior, likelihood):
    joint = prior * likelihood
    joint /= joint.sum()
    return list(joint)
