# %% [markdown] base="model"
# Returns log p(z|x).

# %% posterior points=0 reason="the logarithm of the posterior"
def posterior(prior, likelihood):
    j = prior * likelihood
    return np.log(j / j.sum())
