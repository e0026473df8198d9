# %% [markdown] base="model"
# `np.where` around the product, warnings off.

# %% kl
def kl(q, p):
    with np.errstate(all="ignore"):
        return np.sum(np.where(q == 0, 0.0, q * np.log(q / p)))
