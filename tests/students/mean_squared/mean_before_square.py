# %% [markdown] base="model"
# The square of the mean difference.

# %% mean_squared points=3 reason="averaged before they are squared"
def mean_squared(x, z):
    return tf.square(tf.reduce_mean(x - z))
