# %% [markdown] base="model"
# Absolute values in place of squares.

# %% mean_squared points=3 reason="absolute values"
def mean_squared(x, z):
    return tf.reduce_mean(tf.abs(x - z))
