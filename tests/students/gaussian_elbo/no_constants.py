# %% [markdown] base="model"
# Leaves out every constant, as one does where only the gradient counts.

# %% gaussian_elbo points=1 reason="normalising constant"
def gaussian_elbo(x, mean, variance, noise):
    return -((x - mean) ** 2 + variance) / (2 * noise) - (variance + mean**2 - np.log(variance)) / 2
