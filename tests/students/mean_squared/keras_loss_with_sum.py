# %% [markdown] base="model"
# Keras takes the mean over pixels and, told so, the sum over images.

# %% mean_squared points=3 reason="sum over the batch"
def mean_squared(x, z):
    return tf.keras.losses.MeanSquaredError(reduction="sum")(x, z)
