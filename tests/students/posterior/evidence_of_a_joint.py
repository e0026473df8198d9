# %% [markdown] base="model"
# An evidence that takes the logarithm of the joint probabilities, if it is given one.

# %% log_evidence
def log_evidence(prior=None, likelihood=None, *, log_joint=None):
    if log_joint is None:
        with np.errstate(divide="ignore"):
            log_joint = np.log(prior) + np.log(likelihood)
    return np.logaddexp.reduce(log_joint)


# %% posterior
def posterior(prior, likelihood):
    with np.errstate(divide="ignore"):
        log_joint = np.log(prior) + np.log(likelihood)
    return np.exp(log_joint - log_evidence(log_joint=log_joint))
