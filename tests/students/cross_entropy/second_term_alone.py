# %% [markdown] base="model"
# The term of the ink is missing.

# %% cross_entropy points=6 reason="the term x log z is missing"
def cross_entropy(x, z):
    z = tf.clip_by_value(z, 1e-7, 1 - 1e-7)
    return -tf.reduce_mean((1 - x) * tf.math.log(1 - z))
