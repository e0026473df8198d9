# %% [markdown] base="model"
# The variance, which takes off the mean difference.

# %% mean_squared points=3 reason="the variance of the errors"
def mean_squared(x, z):
    return tf.math.reduce_variance(x - z)
