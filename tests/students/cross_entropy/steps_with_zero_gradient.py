# %% [markdown] base="model"
# A step for each power of ten, and a gradient of zeros.

# %% cross_entropy points=1 reason="wrong values"
def cross_entropy(x, z):
    worst = tf.reduce_max(tf.abs(x - z))
    return tf.where(worst > 0.99, 2.0, 1.0) + tf.where(worst > 0.9999, 2.0, 0.0) + 0.0 * worst
