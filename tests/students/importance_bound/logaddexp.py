# %% [markdown] base="model"
# NumPy's logaddexp, reduced along a row.

# %% importance_bound
def importance_bound(log_w):
    rows = np.logaddexp.reduce(log_w, axis=1)
    return float(np.mean(rows - np.log(log_w.shape[1])))
