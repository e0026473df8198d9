# %% [markdown] base="model"
# Keras's loss, which is a mean over the pixels.

# %% cross_entropy
def cross_entropy(x, z):
    return tf.reduce_mean(tf.keras.losses.binary_crossentropy(x, z))
