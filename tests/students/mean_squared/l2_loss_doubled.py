# %% [markdown] base="model"
# `tf.nn.l2_loss` is half of a sum of squares, which two over the number of images mends.

# %% mean_squared
def mean_squared(x, z):
    n = x.shape[0]
    return tf.nn.l2_loss(x - z) * 2 / n
