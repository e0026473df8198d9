# %% [markdown] base="model"
# Adds the terms pair by pair in logarithms.

# %% log_evidence
def log_evidence(prior, likelihood):
    with np.errstate(divide="ignore"):
        return np.logaddexp.reduce(np.log(prior) + np.log(likelihood))
