# %% [markdown] base="model"
# A matrix of one row and one column.

# %% mean_squared points=2 reason="expected a single number"
def mean_squared(x, z):
    return tf.reduce_mean(tf.square(x - z), keepdims=True)
