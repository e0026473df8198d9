# %% [markdown] base="model"
# The divergence is missing.

# %% gaussian_elbo points=0 reason="the divergence from the prior, is missing"
def gaussian_elbo(x, mean, variance, noise):
    return -0.5 * np.log(2 * np.pi * noise) - ((x - mean) ** 2 + variance) / (2 * noise)
