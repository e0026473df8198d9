# %% [markdown] base="model"
# The rows are added up.

# %% importance_bound points=1 reason="the bound is their mean"
def importance_bound(log_w):
    top = log_w.max(axis=1, keepdims=True)
    w = np.exp(log_w - top)
    return np.sum(top[:, 0] + np.log(w.mean(axis=1)))
