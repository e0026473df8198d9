# %% [markdown] base="model"
# The logarithms of a sigmoid and of its complement, from a logit that
# loses some of its digits near 1, where the loss is still right to 1 %.

# %% cross_entropy
def cross_entropy(x, z):
    z = tf.clip_by_value(z, 1e-7, 1 - 1e-7)
    logit = -tf.math.log(1 / z - 1)
    terms = x * tf.math.log_sigmoid(logit) + (1 - x) * tf.math.log_sigmoid(-logit)
    return -tf.einsum("np->", terms) / len(x)
