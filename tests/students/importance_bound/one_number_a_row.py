# %% [markdown] base="model"
# One number for each row.

# %% importance_bound points=0 reason="expected a single number"
def importance_bound(log_w):
    top = log_w.max(axis=1, keepdims=True)
    w = np.exp(log_w - top)
    return top[:, 0] + np.log(w.mean(axis=1))
