# %% [markdown] base="model"
# The formula as it stands.

# %% log_evidence
def log_evidence(prior, likelihood):
    return np.log(np.sum(prior * likelihood))
