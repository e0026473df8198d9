# %% [markdown] base="model"
# Averages the logarithms, where the logarithm of the average is asked for.

# %% log_evidence points=0 reason="not the average of the logarithms"
def log_evidence(prior, likelihood):
    return np.sum(prior * np.log(likelihood))
