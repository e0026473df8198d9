"""Codes of variational autoencoders: draws, and importance weights.

Such an encoder gives rows (n, 2d), means and then logarithms of variances; a decoder takes codes
(n, d) and gives logits (n, 784), the arguments of the sigmoid.
"""

import numpy as np

from .data import PIXELS


def code_distributions(encoder, x):
    """Return the means (n, d) and the log-variances (n, d) of the codes of images (n, 784)."""
    import tensorflow as tf

    mean, log_var = tf.split(encoder(x), 2, axis=1)
    return mean, log_var


def draw_codes(mean, log_var, seed=None):
    """Return a code for each row, drawn from its normal distribution; gradients pass."""
    import keras

    # The generator itself is handed mean and deviation, and lets gradients through to both.
    deviation = keras.ops.sqrt(keras.ops.exp(log_var))
    return keras.random.normal(keras.ops.shape(mean), mean, deviation, seed=seed)


def log_weights(encoder, decoder, x, draws, seed=0):
    """Return log p(x, z) - log q(z|x) for draws of z: (n, draws), for binary images (n, 784)."""
    import keras

    mean, log_var = code_distributions(encoder, np.asarray(x, np.float32))
    generator = keras.random.SeedGenerator(seed)
    columns = []
    for _ in range(draws):
        z = draw_codes(mean, log_var, seed=generator)
        logits = decoder(z)
        likelihood = -PIXELS * keras.losses.binary_crossentropy(x, logits, from_logits=True)
        columns.append(likelihood + _log_normal(z, 0.0 * mean, 0.0 * mean))
        columns[-1] -= _log_normal(z, mean, log_var)
    return np.stack(columns, axis=1).astype(float)


def _log_normal(z, mean, log_var):
    import keras

    squares = keras.ops.square(z - mean) / keras.ops.exp(log_var)
    return -keras.ops.sum(squares + log_var + np.log(2 * np.pi), axis=1) / 2


def running_bounds(log_w):
    """Return the importance-weighted bound of each image for 1, 2, …, K draws: (n, K)."""
    counts = np.arange(1, log_w.shape[1] + 1)
    return np.logaddexp.accumulate(log_w, axis=1) - np.log(counts)
