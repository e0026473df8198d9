# %% [markdown] base="model"
# The largest logarithm is taken out of the sum by hand.

# %% log_evidence
def log_evidence(prior, likelihood):
    a = np.log(prior) + np.log(likelihood)
    return a.max() + np.log(np.exp(a - a.max()).sum())
