# %% [markdown] base="model"
# Computes in float32, in which 1e-300 is 0.

# %% log_evidence points=1 reason="become 0"
def log_evidence(prior, likelihood):
    return np.log(np.sum(prior * np.float32(likelihood)))
