# %% [markdown] base="model"
# A Python loop over the images.

# %% mean_squared
def mean_squared(x, z):
    total = 0.0
    for image, copy in zip(tf.unstack(x), tf.unstack(z)):
        total += tf.reduce_sum((image - copy) ** 2)
    return total / x.shape[0]
