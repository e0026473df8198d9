# %% [markdown] base="model"
# In place, and as a number of float16.

# %% importance_bound
def importance_bound(log_w):
    largest = log_w.max(axis=1)
    log_w -= largest[:, None]
    np.exp(log_w, out=log_w)
    return np.float16(np.mean(largest + np.log(log_w.mean(axis=1))))
