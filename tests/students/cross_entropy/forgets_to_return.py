# %% [markdown] base="model"
# Computes the loss and returns nothing.

# %% cross_entropy points=0 reason="is a `return` missing"
def cross_entropy(x, z):
    z = tf.clip_by_value(z, 1e-7, 1 - 1e-7)
    -tf.reduce_mean(x * tf.math.log(z) + (1 - x) * tf.math.log(1 - z))
