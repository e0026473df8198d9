# %% [markdown] base="model"
# Clips at 1e-3, which changes the loss.

# %% cross_entropy points=7 reason="the loss for z = 1e-06 everywhere"
def cross_entropy(x, z):
    z = tf.clip_by_value(z, 1e-3, 1 - 1e-3)
    terms = x * tf.math.log(z) + (1 - x) * tf.math.log(1 - z)
    return -tf.reduce_mean(tf.reduce_sum(terms, axis=1))
