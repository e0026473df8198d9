# %% [markdown] base="model"
# The square of the Euclidean norm.

# %% mean_squared
def mean_squared(x, z):
    return tf.reduce_mean(tf.norm(x - z, axis=-1) ** 2)
