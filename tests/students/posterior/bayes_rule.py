# %% [markdown] base="model"
# Bayes' rule as it stands.

# %% posterior
def posterior(prior, likelihood):
    return prior * likelihood / np.sum(prior * likelihood)
