# %% [markdown] base="model"
# log p(x) minus the divergence from the exact posterior, as float32.

# %% gaussian_elbo
def gaussian_elbo(x, mean, variance, noise):
    best, spread = x / (1 + noise), noise / (1 + noise)
    evidence = -0.5 * np.log(2 * np.pi * (1 + noise)) - x**2 / (2 * (1 + noise))
    gap = (variance + (mean - best) ** 2) / spread - 1 - np.log(variance / spread)
    return np.float32(evidence - gap / 2)
