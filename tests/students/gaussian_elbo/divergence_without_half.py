# %% [markdown] base="model"
# The divergence lacks its factor ½.

# %% gaussian_elbo points=0 reason="the factor 1/2 of the divergence"
def gaussian_elbo(x, mean, variance, noise):
    return (-0.5 * np.log(2 * np.pi * noise) - ((x - mean) ** 2 + variance) / (2 * noise)) - 2 * (
        0.5 * (mean**2 + variance - 1 - np.log(variance))
    )
