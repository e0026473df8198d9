# %% [markdown] base="model"
# The loss object of Keras.

# %% mean_squared
def mean_squared(x, z):
    return tf.keras.losses.MeanSquaredError()(x, z)
