# %% [markdown] base="model"
# Keras's class with its sum over the batch, divided by the batch size.

# %% cross_entropy
def cross_entropy(x, z):
    total = tf.keras.losses.BinaryCrossentropy(reduction="sum")(x, z)
    return 784 * total / tf.cast(tf.shape(x)[0], tf.float32)
