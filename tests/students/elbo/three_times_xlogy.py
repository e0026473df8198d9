# %% [markdown] base="model"
# Three terms by x log y.

# %% elbo
def elbo(q, prior, likelihood):
    from scipy.special import xlogy

    return np.sum(xlogy(q, prior) + xlogy(q, likelihood) - xlogy(q, q))
