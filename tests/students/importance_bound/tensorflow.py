# %% [markdown] base="model"
# TensorFlow's reduce_logsumexp.

# %% importance_bound
import tensorflow as tf


def importance_bound(log_w):
    rows = tf.reduce_logsumexp(log_w, axis=1) - np.log(log_w.shape[1])
    return tf.reduce_mean(rows)
