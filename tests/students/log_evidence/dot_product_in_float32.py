# %% [markdown] base="model"
# A dot product, returned as float32.

# %% log_evidence
def log_evidence(prior, likelihood):
    return np.float32(np.log(prior @ likelihood))
