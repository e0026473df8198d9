# %% [markdown] base="model"
# The divergence is called by keywords, in another order.

# %% elbo
def elbo(q, prior, likelihood):
    believed = q > 0
    reconstruction = np.sum(q[believed] * np.log(likelihood[believed]))
    return reconstruction - kl(p=prior, q=q)
