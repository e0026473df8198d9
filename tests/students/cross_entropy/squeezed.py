# %% [markdown] base="model"
# Squeezes z into the open interval, which changes the loss at 1e-6 by less than 1 %.

# %% cross_entropy
def cross_entropy(x, z):
    z = 1e-7 + (1 - 2e-7) * z
    return -tf.reduce_mean(x * tf.math.log(z) + (1 - x) * tf.math.log(1 - z))
