# %% [markdown] base="model"
# A lower bound inside each logarithm.

# %% cross_entropy
def cross_entropy(x, z):
    ones = x * tf.math.log(tf.maximum(z, 1e-7))
    zeros = (1 - x) * tf.math.log(tf.maximum(1 - z, 1e-7))
    return -tf.reduce_mean(ones + zeros)
