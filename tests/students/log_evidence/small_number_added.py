# %% [markdown] base="model"
# Adds 1e-10 under the logarithm.

# %% log_evidence points=1 reason="a small number is added"
def log_evidence(prior, likelihood):
    return np.log(np.sum(prior * likelihood) + 1e-10)
