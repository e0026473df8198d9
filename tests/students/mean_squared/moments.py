# %% [markdown] base="model"
# The mean of squares is the variance plus the square of the mean.

# %% mean_squared
def mean_squared(x, z):
    mean, variance = tf.nn.moments(x - z, axes=[0, 1])
    return variance + tf.square(mean)
