# %% [markdown] base="model"
# The cross-entropy with a small number inside both logarithms, lost where a step is compiled.

# %% cross_entropy points=7 reason="inside tf.function"
def cross_entropy(x, z):
    terms = x * tf.math.log(z + 1e-10) + (1 - x) * tf.math.log(1 - z + 1e-10)
    return -tf.reduce_mean(tf.reduce_sum(terms, axis=1))
