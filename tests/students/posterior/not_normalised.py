# %% [markdown] base="model"
# The joint probability, not divided by p(x).

# %% posterior points=0 reason="does not sum to 1"
def posterior(prior, likelihood):
    return prior * likelihood
