# %% [markdown] base="model"
# log p(x) minus the divergence from the posterior: equation (2) turned round.

# %% elbo
def elbo(q, prior, likelihood):
    return log_evidence(prior, likelihood) - kl(q, posterior(prior, likelihood))
