# %% [markdown] base="model"
# The function of TensorFlow 1, which is still there.

# %% mean_squared
def mean_squared(x, z):
    return tf.compat.v1.losses.mean_squared_error(labels=x, predictions=z)
