# %% [markdown] base="model"
# An object of Keras's class.

# %% cross_entropy
_loss = tf.keras.losses.BinaryCrossentropy()


def cross_entropy(x, z):
    return _loss(x, z)
