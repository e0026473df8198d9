# %% [markdown] base="model"
# As Keras's own backend writes it: clipped at 1e-7, and 1e-7 inside both logarithms.

# %% cross_entropy
def cross_entropy(x, z):
    z = tf.clip_by_value(z, 1e-7, 1 - 1e-7)
    bce = x * tf.math.log(z + 1e-7) + (1 - x) * tf.math.log(1 - z + 1e-7)
    return -tf.reduce_mean(bce)
