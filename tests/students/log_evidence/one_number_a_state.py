# %% [markdown] base="model"
# The sum over the states is missing.

# %% log_evidence points=0 reason="shape (2,); expected a single number"
def log_evidence(prior, likelihood):
    return np.log(prior * likelihood)
