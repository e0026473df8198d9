# %% [markdown] base="model"
# Takes the noise for a standard deviation.

# %% gaussian_elbo points=0 reason="a standard deviation"
def gaussian_elbo(x, mean, variance, noise):
    noise = noise**2
    return (-0.5 * np.log(2 * np.pi * noise) - ((x - mean) ** 2 + variance) / (2 * noise)) - (
        0.5 * (mean**2 + variance - 1 - np.log(variance))
    )
