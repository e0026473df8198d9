# %% [markdown] base="model"
# The cross-entropy of 784 categories.

# %% cross_entropy points=3 reason="categories"
def cross_entropy(x, z):
    return tf.reduce_mean(tf.keras.losses.categorical_crossentropy(x, z))
