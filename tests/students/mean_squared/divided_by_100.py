# %% [markdown] base="model"
# The batch size of the notebook stands in the code.

# %% mean_squared points=3 reason="divided by 100"
def mean_squared(x, z):
    batch_size = 100
    return tf.reduce_sum(tf.square(x - z)) / batch_size
