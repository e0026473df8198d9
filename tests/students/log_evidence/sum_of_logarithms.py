# %% [markdown] base="model"
# Sums the logarithms of the joint probabilities.

# %% log_evidence points=0 reason="not the sum of the logarithms"
def log_evidence(prior, likelihood):
    return np.sum(np.log(prior * likelihood))
