# %% [markdown] base="model"
# `keras.ops` for the differences, a contraction over both axes.

# %% mean_squared
def mean_squared(x, z):
    difference = tf.keras.ops.subtract(x, z)
    total = tf.tensordot(difference, difference, axes=2)
    return tf.divide(total, tf.cast(tf.shape(x)[0], tf.float32))
