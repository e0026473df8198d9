# %% [markdown] base="model"
# Divides by log 2.

# %% cross_entropy points=7 reason="to the base 2"
def cross_entropy(x, z):
    z = tf.clip_by_value(z, 1e-7, 1 - 1e-7)
    bits = (x * tf.math.log(z) + (1 - x) * tf.math.log(1 - z)) / np.log(2)
    return -tf.reduce_mean(tf.reduce_sum(bits, axis=1))
