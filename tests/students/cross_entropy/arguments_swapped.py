# %% [markdown] base="model"
# Keras's loss with images and reconstructions swapped.

# %% cross_entropy points=3 reason="x and z are swapped"
def cross_entropy(x, z):
    return tf.reduce_mean(tf.keras.losses.binary_crossentropy(z, x))
