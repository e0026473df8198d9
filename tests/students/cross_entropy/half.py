# %% [markdown] base="model"
# A factor ½ as in the squared error of other courses.

# %% cross_entropy points=7 reason="half of the cross-entropy"
def cross_entropy(x, z):
    return 0.5 * tf.reduce_mean(tf.keras.losses.binary_crossentropy(x, z))
