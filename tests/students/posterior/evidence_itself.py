# %% [markdown] base="model"
# Returns p(x).

# %% posterior points=0 reason="shape ()"
def posterior(prior, likelihood):
    return np.sum(prior * likelihood)
