# %% [markdown] base="model"
# Sums the likelihoods without their weights.

# %% log_evidence points=0 reason="the prior has no effect"
def log_evidence(prior, likelihood):
    return np.log(np.sum(likelihood))
