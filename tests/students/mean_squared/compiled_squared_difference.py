# %% [markdown] base="model"
# A `tf.function` compiled by XLA.

# %% mean_squared
@tf.function(jit_compile=True)
def mean_squared(x, z):
    return tf.reduce_mean(tf.math.squared_difference(x, z))
