# %% [markdown] base="model"
# The sign is flipped.

# %% importance_bound points=1 reason="the sign is flipped"
def importance_bound(log_w):
    top = log_w.max(axis=1, keepdims=True)
    w = np.exp(log_w - top)
    return -np.mean(top[:, 0] + np.log(w.mean(axis=1)))
