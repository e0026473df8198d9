# %% [markdown] base="model"
# TensorFlow on float64.

# %% log_evidence
import tensorflow as tf


def log_evidence(prior, likelihood):
    return tf.math.log(tf.reduce_sum(prior * likelihood))
