# %% [markdown] base="model"
# The loss function of Keras, without the mean over images.

# %% mean_squared points=2 reason="expected a single number"
def mean_squared(x, z):
    return tf.keras.losses.mse(x, z)
