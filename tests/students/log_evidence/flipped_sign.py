# %% [markdown] base="model"
# The negative of the result.

# %% log_evidence points=1 reason="the sign is flipped"
def log_evidence(prior, likelihood):
    return -np.log(np.sum(prior * likelihood))
