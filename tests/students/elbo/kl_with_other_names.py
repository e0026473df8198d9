# %% [markdown] base="model"
# A divergence with parameters of other names and one more, called by them.

# %% kl
def kl(a, b, base=np.e):
    believed = a > 0
    with np.errstate(divide="ignore"):
        return np.sum(a[believed] * np.log(a[believed] / b[believed])) / np.log(base)


# %% elbo
def elbo(q, prior, likelihood):
    believed = q > 0
    reconstruction = np.sum(q[believed] * np.log(likelihood[believed]))
    return reconstruction - kl(b=prior, a=q, base=np.e)
