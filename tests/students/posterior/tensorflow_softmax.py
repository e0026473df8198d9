# %% [markdown] base="model"
# TensorFlow's softmax of logarithms.

# %% posterior
import tensorflow as tf


def posterior(prior, likelihood):
    return tf.nn.softmax(tf.math.log(prior) + tf.math.log(likelihood))
