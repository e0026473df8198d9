# %% [markdown] base="model"
# The mean of the norms, whose root is not undone.

# %% mean_squared points=3 reason="a root is taken"
def mean_squared(x, z):
    return tf.reduce_mean(tf.norm(x - z, axis=1))
