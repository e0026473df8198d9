# %% [markdown] base="model"
# The mean over images alone: one number for each pixel.

# %% mean_squared points=2 reason="expected a single number"
def mean_squared(x, z):
    return tf.reduce_mean((x - z) ** 2, axis=0)
