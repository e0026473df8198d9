# %% [markdown] base="model"
# The evidence is called by keywords.

# %% posterior
def posterior(prior, likelihood):
    with np.errstate(divide="ignore"):
        joint = np.log(prior) + np.log(likelihood)
    return np.exp(joint - log_evidence(likelihood=likelihood, prior=prior))
