# %% [markdown] base="model"
# The logarithm of the variance is missing from the divergence.

# %% gaussian_elbo points=0 reason="the logarithm of the variance"
def gaussian_elbo(x, mean, variance, noise):
    return (
        (-0.5 * np.log(2 * np.pi * noise) - ((x - mean) ** 2 + variance) / (2 * noise))
        - (0.5 * (mean**2 + variance - 1 - np.log(variance)))
        - 0.5 * np.log(variance)
    )
