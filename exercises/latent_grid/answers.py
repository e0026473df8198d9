# %% meshgrid [markdown]
# SciPy's quantiles, `np.meshgrid`.

# %% latent_grid
from scipy.stats import norm


def latent_grid(n):
    axis = norm.ppf((np.arange(n) + 0.5) / n)
    first, second = np.meshgrid(axis, axis)
    return np.stack([first.ravel(), second.ravel()], axis=1)


# %% tile_and_repeat [markdown]
# `np.tile` and `np.repeat`.

# %% latent_grid
from scipy.special import ndtri


def latent_grid(n):
    values = ndtri(np.linspace(0.5 / n, 1 - 0.5 / n, n))
    return np.column_stack((np.tile(values, n), np.repeat(values, n)))


# %% standard_library [markdown]
# Python's own normal distribution; a list of pairs.

# %% latent_grid
from statistics import NormalDist


def latent_grid(n):
    prior = NormalDist(0, 1)
    points = [prior.inv_cdf((i + 0.5) / n) for i in range(n)]
    return [(a, b) for b in points for a in points]


# %% inverse_error_function [markdown]
# TensorFlow's inverse error function, in float32.


# %% latent_grid
def latent_grid(n):
    share = (tf.range(n, dtype=tf.float32) + 0.5) / n
    points = tf.sqrt(2.0) * tf.math.erfinv(2 * share - 1)
    rows, columns = tf.meshgrid(points, points, indexing="ij")
    return tf.reshape(tf.stack([columns, rows], axis=-1), (-1, 2))


# %% loops [markdown]
# Two loops into an array.

# %% latent_grid
from scipy.stats import norm


def latent_grid(n):
    codes = np.empty((n * n, 2))
    for i in range(n):
        for j in range(n):
            codes[i * n + j] = norm.ppf((j + 0.5) / n), norm.ppf((i + 0.5) / n)
    return codes


# %% equal_steps [markdown]
# A grid with equal steps.


# %% latent_grid points=1.5 reason="equal steps are taken"
def latent_grid(n):
    axis = np.linspace(-3, 3, n)
    first, second = np.meshgrid(axis, axis)
    return np.stack([first.ravel(), second.ravel()], axis=1)


# %% second_varies_fastest [markdown]
# The other order.

# %% latent_grid points=2 reason="the second number varies fastest"
from scipy.stats import norm


def latent_grid(n):
    axis = norm.ppf((np.arange(n) + 0.5) / n)
    return np.array([(a, b) for a in axis for b in axis])


# %% descending [markdown]
# As an image is drawn, from the top.

# %% latent_grid points=2 reason="does not ascend"
from scipy.stats import norm


def latent_grid(n):
    axis = norm.ppf((np.arange(n) + 0.5) / n)
    return np.array([(a, b) for b in axis[::-1] for a in axis])


# %% ends_included [markdown]
# Evenly from 0.05 to 0.95, as it stands in many books.

# %% latent_grid points=1.5 reason="run evenly from near 0 to near 1"
from scipy.stats import norm


def latent_grid(n):
    axis = norm.ppf(np.linspace(0.05, 0.95, n))
    return np.array([(a, b) for b in axis for a in axis])


# %% infinite_end [markdown]
# The first quantile is that of 0.

# %% latent_grid points=0.5 reason="not finite"
from scipy.stats import norm


def latent_grid(n):
    axis = norm.ppf(np.arange(n) / n)
    return np.array([(a, b) for b in axis for a in axis])


# %% between_the_ends [markdown]
# Other shares.

# %% latent_grid points=1.5 reason="(i + 1)/(n + 1)"
from scipy.stats import norm


def latent_grid(n):
    axis = norm.ppf(np.arange(1, n + 1) / (n + 1))
    return np.array([(a, b) for b in axis for a in axis])


# %% shares [markdown]
# Shares, no quantiles.


# %% latent_grid points=1.5 reason="the codes are shares"
def latent_grid(n):
    axis = (np.arange(n) + 0.5) / n
    return np.array([(a, b) for b in axis for a in axis])


# %% three_axes [markdown]
# Not flattened.

# %% latent_grid points=0 reason="has shape (4, 4, 2)"
from scipy.stats import norm


def latent_grid(n):
    axis = norm.ppf((np.arange(n) + 0.5) / n)
    return np.stack(np.meshgrid(axis, axis), axis=-1)


# %% draws [markdown]
# Draws from the prior.


# %% latent_grid points=0.5 reason="wrong values"
def latent_grid(n):
    return np.random.normal(size=(n * n, 2))

# %% right mutants [markdown]
# - `1 → -1`: The last axis is axis 1.
