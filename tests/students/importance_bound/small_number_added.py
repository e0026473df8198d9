# %% [markdown] base="model"
# A small number inside the logarithm.

# %% importance_bound points=1 reason="log-weights near -2000"
def importance_bound(log_w):
    return np.mean(np.log(np.mean(np.exp(log_w), axis=1) + 1e-12))
