# %% [markdown] base="model"
# One sum, over the states that q believes in.

# %% elbo
def elbo(q, prior, likelihood):
    k = q > 0
    return np.sum(q[k] * (np.log(likelihood[k]) + np.log(prior[k] / q[k])))
