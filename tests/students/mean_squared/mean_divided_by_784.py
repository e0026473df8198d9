# %% [markdown] base="model"
# A mean over the pixels that is divided by their number again.

# %% mean_squared points=3 reason="twice"
def mean_squared(x, z):
    return tf.reduce_mean(tf.square(x - z)) / 784
