# %% [markdown] base="model"
# The weights are summed.

# %% importance_bound points=1 reason="the bound has their mean"
def importance_bound(log_w):
    top = log_w.max(axis=1, keepdims=True)
    w = np.exp(log_w - top)
    return np.mean(top[:, 0] + np.log(w.sum(axis=1)))
