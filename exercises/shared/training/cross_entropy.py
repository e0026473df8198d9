"""The cross-entropy, as a sum over pixels."""

import tensorflow as tf


def cross_entropy(x: tf.Tensor, z: tf.Tensor) -> tf.Tensor:
    z = tf.clip_by_value(z, 1e-7, 1 - 1e-7)
    terms = x * tf.math.log(z) + (1 - x) * tf.math.log(1 - z)
    return -tf.reduce_mean(tf.reduce_sum(terms, axis=1))
