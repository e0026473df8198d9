# %% [markdown] base="model"
# 2π is missing.

# %% gaussian_elbo points=1 reason="the 2π"
def gaussian_elbo(x, mean, variance, noise):
    return (
        (-0.5 * np.log(2 * np.pi * noise) - ((x - mean) ** 2 + variance) / (2 * noise))
        - (0.5 * (mean**2 + variance - 1 - np.log(variance)))
        + 0.5 * np.log(2 * np.pi)
    )
