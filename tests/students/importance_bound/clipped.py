# %% [markdown] base="model"
# Log-weights are clipped to what exp takes.

# %% importance_bound points=1 reason="log-weights near -2000"
def importance_bound(log_w):
    w = np.exp(np.clip(log_w, -700, 700))
    return np.mean(np.log(w.mean(axis=1)))
