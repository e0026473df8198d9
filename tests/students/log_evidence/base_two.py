# %% [markdown] base="model"
# The logarithm to the base 2.

# %% log_evidence points=0 reason="to the base 2"
def log_evidence(prior, likelihood):
    return np.log2(np.sum(prior * likelihood))
