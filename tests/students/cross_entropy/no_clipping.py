# %% [markdown] base="model"
# The formula as it stands: not finite where z is 0 or 1.

# %% cross_entropy points=7 reason="where z is exactly 0 or 1"
def cross_entropy(x, z):
    terms = x * tf.math.log(z) + (1 - x) * tf.math.log(1 - z)
    return -tf.reduce_mean(tf.reduce_sum(terms, axis=1))
