# %% [markdown] base="model"
# Half of the squared error, as books on backpropagation like to write it.

# %% mean_squared points=3 reason="factor 1/2"
def mean_squared(x, z):
    return 0.5 * tf.reduce_mean(tf.square(x - z))
