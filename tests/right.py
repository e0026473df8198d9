"""Right functions of the notebooks that use TensorFlow, to make degenerate ones of."""

import numpy as np
import tensorflow as tf

from exercises.shared.visible.layers import BASIC, DEEP, layer_shapes


def mean_squared(x, z):
    return tf.reduce_mean(tf.reduce_sum((x - z) ** 2, axis=1))


def cross_entropy(x, z):
    z = tf.clip_by_value(z, 1e-7, 1 - 1e-7)
    terms = x * tf.math.log(z) + (1 - x) * tf.math.log(1 - z)
    return -tf.reduce_mean(tf.reduce_sum(terms, axis=1))


def _part(x, weights, biases, part):
    for key in sorted(key for key in weights if key.startswith(part)):
        x = tf.sigmoid(x @ weights[key] + biases[key.replace("_h", "_b")])
    return x


def encoder(x, weights, biases):
    return _part(x, weights, biases, "encoder")


def decoder(y, weights, biases):
    return _part(y, weights, biases, "decoder")


deep_encoder, deep_decoder = encoder, decoder


def reparameterize(mean, log_var, epsilon):
    return mean + tf.exp(log_var / 2) * epsilon


def kl_to_standard_normal(mean, log_var):
    return tf.reduce_sum(tf.exp(log_var) + mean**2 - 1 - log_var, axis=1) / 2


def xavier_init(n_in, n_out):
    return tf.random.normal((n_in, n_out), stddev=np.sqrt(2 / (n_in + n_out)))


def _parameters(sizes, draw):
    return tuple(
        {key: tf.Variable(draw(*shape)) for key, shape in group.items()}
        for group in layer_shapes(sizes)
    )


def init_parameters():
    return _parameters(BASIC, lambda *shape: tf.random.normal(shape))


def init_deep_parameters():
    def draw(*shape):
        return xavier_init(*shape) if len(shape) == 2 else tf.zeros(shape)

    return _parameters(DEEP, draw)
