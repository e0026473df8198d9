# %% [markdown] base="model"
# The exponential of a difference of logarithms, with the evidence of the exercise before.

# %% posterior
def posterior(prior, likelihood):
    return prior * np.exp(np.log(likelihood) - log_evidence(prior, likelihood))
