# %% [markdown] base="model"
# The differences of an image are summed, then squared.

# %% mean_squared points=3 reason="summed before they are squared"
def mean_squared(x, z):
    return tf.reduce_mean(tf.reduce_sum(x - z, axis=1) ** 2)
