# %% [markdown] base="model"
# Replaces what is not finite after the fact; its gradient stays NaN.

# %% cross_entropy points=7 reason="its gradient is NaN"
def cross_entropy(x, z):
    terms = x * tf.math.log(z) + (1 - x) * tf.math.log(1 - z)
    terms = tf.where(tf.math.is_finite(terms), terms, 0.0)
    return -tf.reduce_mean(tf.reduce_sum(terms, axis=1))
