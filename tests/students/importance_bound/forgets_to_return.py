# %% [markdown] base="model"
# No return.

# %% importance_bound points=0 reason="is a `return` missing?"
def importance_bound(log_w):
    np.mean(log_w)
