# %% [markdown] base="model"
# The root mean square.

# %% mean_squared points=3 reason="a root is taken"
def mean_squared(x, z):
    return tf.sqrt(tf.reduce_mean(tf.square(x - z)))
