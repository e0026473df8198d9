# %% [markdown] base="model"
# An average over samples of q: noisy, where the closed form is asked for.

# %% gaussian_elbo points=0 reason="wrong values"
def gaussian_elbo(x, mean, variance, noise):
    def log_normal(value, centre, spread):
        return -0.5 * (np.log(2 * np.pi * spread) + (value - centre) ** 2 / spread)

    z = mean + np.sqrt(variance) * np.random.default_rng().standard_normal(1000)
    terms = log_normal(x, z, noise) + log_normal(z, 0, 1) - log_normal(z, mean, variance)
    return np.mean(terms)
