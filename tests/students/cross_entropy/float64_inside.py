# %% [markdown] base="model"
# Computes in float64, where a far smaller number is enough.

# %% cross_entropy
def cross_entropy(x, z):
    x, z = tf.cast(x, tf.float64), tf.cast(z, tf.float64)
    z = tf.clip_by_value(z, 1e-10, 1 - 1e-10)
    terms = tf.math.xlogy(x, z) + tf.math.xlog1py(1 - x, -z)
    return tf.cast(-tf.reduce_sum(terms) / x.shape[0], tf.float32)
