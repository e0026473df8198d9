# %% [markdown] base="model"
# A sum over pixels and images.

# %% mean_squared points=3 reason="sum over the batch"
def mean_squared(x, z):
    return tf.reduce_sum(tf.square(x - z))
