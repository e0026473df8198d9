"""The squared error, as a mean over pixels."""

import tensorflow as tf


def squared_error(x: tf.Tensor, z: tf.Tensor) -> tf.Tensor:
    return tf.reduce_mean(tf.square(x - z))
