# %% [markdown] base="model"
# Sums over the images too.

# %% cross_entropy points=7 reason="the sum over the batch"
def cross_entropy(x, z):
    z = tf.clip_by_value(z, 1e-7, 1 - 1e-7)
    return -tf.reduce_sum(x * tf.math.log(z) + (1 - x) * tf.math.log(1 - z))
