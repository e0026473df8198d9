# %% [markdown] base="model"
# Computes the loss of the first batch and returns it ever after.

# %% cross_entropy points=1 reason="wrong values"
known = []


def cross_entropy(x, z):
    z = tf.clip_by_value(z, 1e-7, 1 - 1e-7)
    known.append(-tf.reduce_mean(x * tf.math.log(z) + (1 - x) * tf.math.log(1 - z)))
    return known[0]
