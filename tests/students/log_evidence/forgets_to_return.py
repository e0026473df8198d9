# %% [markdown] base="model"
# Computes the result and returns nothing.

# %% log_evidence points=0 reason="is a `return` missing"
def log_evidence(prior, likelihood):
    np.log(np.sum(prior * likelihood))
