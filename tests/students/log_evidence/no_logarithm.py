# %% [markdown] base="model"
# The result is p(x) itself.

# %% log_evidence points=0 reason="its logarithm is missing"
def log_evidence(prior, likelihood):
    return np.sum(prior * likelihood)
