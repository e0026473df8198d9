# %% [markdown] base="model"
# One constant for all rows: the small ones are lost beside the large.

# %% importance_bound points=1 reason="an ordinary number"
def importance_bound(log_w):
    top = log_w.max()
    return np.mean(top + np.log(np.mean(np.exp(log_w - top), axis=1)))
