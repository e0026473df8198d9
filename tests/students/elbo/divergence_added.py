# %% [markdown] base="model"
# Adds the divergence from the prior.

# %% elbo points=0.5 reason="the divergence is added"
def elbo(q, prior, likelihood):
    return np.sum(q * np.log(likelihood * q / prior))
