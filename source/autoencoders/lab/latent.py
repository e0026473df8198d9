"""Codes of variational autoencoders: draws, and the importance-weighted bound.

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


def importance_bounds(encoder, decoder, x, draws, seed=0):
    """Return the importance-weighted bound of each binary image for 1, 2, …, draws codes.

    Takes images (n, 784) and returns (n, draws), in nats.
    """
    import keras

    x = np.asarray(x, np.float32)
    mean, log_var = code_distributions(encoder, x)
    generator = keras.random.SeedGenerator(seed)
    # Weight by weight: what is added up stays a logarithm.
    total, bounds = np.full(len(x), -np.inf), []
    for count in range(1, draws + 1):
        z = draw_codes(mean, log_var, seed=generator)
        logits = decoder(z)
        log_weight = -PIXELS * keras.losses.binary_crossentropy(x, logits, from_logits=True)
        log_weight += _log_normal(z, 0.0 * mean, 0.0 * mean)
        log_weight -= _log_normal(z, mean, log_var)
        total = np.logaddexp(total, np.asarray(log_weight, float))
        bounds.append(total - np.log(count))
    return np.stack(bounds, axis=1)


def _log_normal(z, mean, log_var):
    import keras

    squares = keras.ops.square(z - mean) / keras.ops.exp(log_var)
    return -keras.ops.sum(squares + log_var + np.log(2 * np.pi), axis=1) / 2
