# %% [markdown] base="model"
# The logarithms are averaged.

# %% importance_bound points=0 reason="the logarithms are averaged"
def importance_bound(log_w):
    return np.mean(log_w)
