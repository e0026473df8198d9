# %% [markdown] base="model"
# The divergence is the wrong way round.

# %% gaussian_elbo points=0 reason="the wrong way round"
def gaussian_elbo(x, mean, variance, noise):
    return (-0.5 * np.log(2 * np.pi * noise) - ((x - mean) ** 2 + variance) / (2 * noise)) - 0.5 * (
        (1 + mean**2) / variance - 1 + np.log(variance)
    )
