# %% [markdown] base="model"
# The mean of z, which has a gradient and compares nothing.

# %% cross_entropy points=1 reason="wrong values"
def cross_entropy(x, z):
    return tf.reduce_mean(z)
