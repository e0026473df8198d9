# %% evidence_minus_gap [markdown]
# log p(x) minus the divergence from the exact posterior, as float32.

# %% gaussian_elbo
def gaussian_elbo(x, mean, variance, noise):
    best, spread = x / (1 + noise), noise / (1 + noise)
    evidence = -0.5 * np.log(2 * np.pi * (1 + noise)) - x**2 / (2 * (1 + noise))
    gap = (variance + (mean - best) ** 2) / spread - 1 - np.log(variance / spread)
    return np.float32(evidence - gap / 2)

# %% three_expectations [markdown]
# Three expectations with the second moment, with `math`.

# %% gaussian_elbo
def gaussian_elbo(x, mean, variance, noise):
    import math

    second = mean * mean + variance
    a = -math.log(2 * math.pi * noise) - (x * x - 2 * x * mean + second) / noise
    b = -math.log(2 * math.pi) - second
    c = -math.log(2 * math.pi * variance) - 1
    return (a + b - c) / 2

# %% two_integrals [markdown]
# The two integrals of equation (1), with NumPy.

# %% gaussian_elbo
def gaussian_elbo(x, mean, variance, noise):
    return (
        -0.5 * np.log(2 * np.pi * noise)
        - ((x - mean) ** 2 + variance) / (2 * noise)
        - 0.5 * (mean**2 + variance - 1 - np.log(variance))
    )

# %% half_precision [markdown]
# As a number of float16.

# %% gaussian_elbo
def gaussian_elbo(x, mean, variance, noise):
    squared = (x - mean) ** 2 + variance
    reconstruction = np.log(2 * np.pi * noise) + squared / noise
    divergence = variance + mean**2 - 1 - np.log(variance)
    return np.float16(-(reconstruction + divergence) / 2)

# %% constant_of_the_divergence [markdown]
# The -½ of the divergence is missing.

# %% gaussian_elbo points=1 reason="-1/2, is missing"
def gaussian_elbo(x, mean, variance, noise):
    return (
        (-0.5 * np.log(2 * np.pi * noise) - ((x - mean) ** 2 + variance) / (2 * noise))
        - (0.5 * (mean**2 + variance - 1 - np.log(variance)))
        - 0.5
    )

# %% density_at_the_mean [markdown]
# Takes log p(x|z) at the mean of q.

# %% gaussian_elbo points=0 reason="taken at the mean of q"
def gaussian_elbo(x, mean, variance, noise):
    return (
        (-0.5 * np.log(2 * np.pi * noise) - ((x - mean) ** 2 + variance) / (2 * noise))
        + variance / (2 * noise)
        - (0.5 * (mean**2 + variance - 1 - np.log(variance)))
    )

# %% divergence_added [markdown]
# Adds the divergence.

# %% gaussian_elbo points=0 reason="the divergence is added"
def gaussian_elbo(x, mean, variance, noise):
    return (-0.5 * np.log(2 * np.pi * noise) - ((x - mean) ** 2 + variance) / (2 * noise)) + (
        0.5 * (mean**2 + variance - 1 - np.log(variance))
    )

# %% divergence_reversed [markdown]
# The divergence is the wrong way round.

# %% gaussian_elbo points=0 reason="the wrong way round"
def gaussian_elbo(x, mean, variance, noise):
    return (-0.5 * np.log(2 * np.pi * noise) - ((x - mean) ** 2 + variance) / (2 * noise)) - 0.5 * (
        (1 + mean**2) / variance - 1 + np.log(variance)
    )

# %% divergence_without_half [markdown]
# The divergence lacks its factor ½.

# %% gaussian_elbo points=0 reason="the factor 1/2 of the divergence"
def gaussian_elbo(x, mean, variance, noise):
    return (-0.5 * np.log(2 * np.pi * noise) - ((x - mean) ** 2 + variance) / (2 * noise)) - 2 * (
        0.5 * (mean**2 + variance - 1 - np.log(variance))
    )

# %% flipped_sign [markdown]
# The negative of F.

# %% gaussian_elbo points=0 reason="the sign is flipped"
def gaussian_elbo(x, mean, variance, noise):
    return (0.5 * (mean**2 + variance - 1 - np.log(variance))) - (
        -0.5 * np.log(2 * np.pi * noise) - ((x - mean) ** 2 + variance) / (2 * noise)
    )

# %% log_variance_counted_away [markdown]
# The logarithm of the variance is missing from the divergence.

# %% gaussian_elbo points=0 reason="the logarithm of the variance"
def gaussian_elbo(x, mean, variance, noise):
    return (
        (-0.5 * np.log(2 * np.pi * noise) - ((x - mean) ** 2 + variance) / (2 * noise))
        - (0.5 * (mean**2 + variance - 1 - np.log(variance)))
        - 0.5 * np.log(variance)
    )

# %% monte_carlo [markdown]
# An average over samples of q: noisy, where the closed form is asked for.

# %% gaussian_elbo points=0 reason="wrong values"
def gaussian_elbo(x, mean, variance, noise):
    def log_normal(value, centre, spread):
        return -0.5 * (np.log(2 * np.pi * spread) + (value - centre) ** 2 / spread)

    z = mean + np.sqrt(variance) * np.random.default_rng().standard_normal(1000)
    terms = log_normal(x, z, noise) + log_normal(z, 0, 1) - log_normal(z, mean, variance)
    return np.mean(terms)

# %% no_constants [markdown]
# Leaves out every constant, as one does where only the gradient counts.

# %% gaussian_elbo points=1 reason="normalising constant"
def gaussian_elbo(x, mean, variance, noise):
    return -((x - mean) ** 2 + variance) / (2 * noise) - (variance + mean**2 - np.log(variance)) / 2

# %% no_normalising_constant [markdown]
# p(x|z) is not normalised.

# %% gaussian_elbo points=1 reason="normalising constant"
def gaussian_elbo(x, mean, variance, noise):
    return (
        (-0.5 * np.log(2 * np.pi * noise) - ((x - mean) ** 2 + variance) / (2 * noise))
        - (0.5 * (mean**2 + variance - 1 - np.log(variance)))
        + 0.5 * np.log(2 * np.pi * noise)
    )

# %% no_two_pi [markdown]
# 2π is missing.

# %% gaussian_elbo points=1 reason="the 2π"
def gaussian_elbo(x, mean, variance, noise):
    return (
        (-0.5 * np.log(2 * np.pi * noise) - ((x - mean) ** 2 + variance) / (2 * noise))
        - (0.5 * (mean**2 + variance - 1 - np.log(variance)))
        + 0.5 * np.log(2 * np.pi)
    )

# %% noise_as_deviation [markdown]
# Takes the noise for a standard deviation.

# %% gaussian_elbo points=0 reason="a standard deviation"
def gaussian_elbo(x, mean, variance, noise):
    noise = noise**2
    return (-0.5 * np.log(2 * np.pi * noise) - ((x - mean) ** 2 + variance) / (2 * noise)) - (
        0.5 * (mean**2 + variance - 1 - np.log(variance))
    )

# %% reconstruction_alone [markdown]
# The divergence is missing.

# %% gaussian_elbo points=0 reason="the divergence from the prior, is missing"
def gaussian_elbo(x, mean, variance, noise):
    return -0.5 * np.log(2 * np.pi * noise) - ((x - mean) ** 2 + variance) / (2 * noise)

# %% variance_as_deviation [markdown]
# Takes the variance of q for a standard deviation.

# %% gaussian_elbo points=0 reason="a standard deviation"
def gaussian_elbo(x, mean, variance, noise):
    variance = variance**2
    return (-0.5 * np.log(2 * np.pi * noise) - ((x - mean) ** 2 + variance) / (2 * noise)) - (
        0.5 * (mean**2 + variance - 1 - np.log(variance))
    )

# %% right mutants [markdown]
# - `x - mean → mean - x`: The square has no sign.
