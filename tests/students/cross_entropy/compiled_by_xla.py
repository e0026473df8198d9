# %% [markdown] base="model"
# A `tf.function` of its own, compiled by XLA.

# %% cross_entropy
@tf.function(jit_compile=True)
def cross_entropy(x, z):
    z = tf.minimum(tf.maximum(z, 2e-7), 1 - 2e-7)
    return tf.reduce_sum(-x * tf.math.log(z) - (1 - x) * tf.math.log1p(-z)) / x.shape[0]
