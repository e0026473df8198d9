# %% [markdown] base="model"
# The square is multiplied out, in float64.

# %% mean_squared
def mean_squared(x, z):
    x, z = tf.cast(x, tf.float64), tf.cast(z, tf.float64)
    return tf.reduce_mean(x * x) - 2 * tf.reduce_mean(x * z) + tf.reduce_mean(z * z)
