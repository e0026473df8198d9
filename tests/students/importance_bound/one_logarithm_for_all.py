# %% [markdown] base="model"
# The mean is taken over all weights.

# %% importance_bound points=1 reason="each row has its own logarithm"
def importance_bound(log_w):
    top = log_w.max()
    return top + np.log(np.mean(np.exp(log_w - top)))
