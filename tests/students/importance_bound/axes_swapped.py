# %% [markdown] base="model"
# The logarithm is taken along the other axis.

# %% importance_bound points=1 reason="the axes are swapped"
def importance_bound(log_w):
    top = log_w.max(axis=0)
    return np.mean(top + np.log(np.exp(log_w - top).mean(axis=0)))
