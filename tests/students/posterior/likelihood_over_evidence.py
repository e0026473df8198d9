# %% [markdown] base="model"
# The prior is missing above the line.

# %% posterior points=0 reason="without the prior"
def posterior(prior, likelihood):
    return likelihood / np.sum(prior * likelihood)
