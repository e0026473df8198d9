# %% [markdown] base="model"
# Pixels are cast to whole numbers.

# %% mean_squared points=0 reason="is of type int32"
def mean_squared(x, z):
    difference = tf.cast(x, tf.int32) - tf.cast(z, tf.int32)
    return tf.reduce_mean(tf.square(difference))
