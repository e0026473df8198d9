# %% [markdown] base="model"
# TensorFlow's x log y.

# %% kl
import tensorflow as tf


def kl(q, p):
    return tf.reduce_sum(tf.math.xlogy(q, q) - tf.math.xlogy(q, p))
