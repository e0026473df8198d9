# %% [markdown] base="model"
# Adds 1e-12 to p(x).

# %% posterior points=1 reason="is a small number added"
def posterior(prior, likelihood):
    j = prior * likelihood
    return j / (j.sum() + 1e-12)
