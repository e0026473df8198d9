# %% [markdown] base="model"
# The mean over the batch is missing.

# %% cross_entropy points=6 reason="expected a single number"
def cross_entropy(x, z):
    z = tf.clip_by_value(z, 1e-7, 1 - 1e-7)
    return -tf.reduce_sum(x * tf.math.log(z) + (1 - x) * tf.math.log(1 - z), axis=1)
