# %% [markdown] base="model"
# The minus in front is missing.

# %% cross_entropy points=6 reason="the sign is flipped"
def cross_entropy(x, z):
    z = tf.clip_by_value(z, 1e-7, 1 - 1e-7)
    return tf.reduce_mean(x * tf.math.log(z) + (1 - x) * tf.math.log(1 - z))
