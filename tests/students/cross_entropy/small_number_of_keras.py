# %% [markdown] base="model"
# Clipped below, and Keras's small number added to what the logarithms are taken of.

# %% cross_entropy
def cross_entropy(x, z):
    epsilon = tf.keras.backend.epsilon()
    ones = x * tf.math.log(tf.maximum(z, 0.0) + epsilon)
    zeros = (1 - x) * tf.math.log(tf.maximum(1 - z, 0.0) + epsilon)
    return -tf.reduce_mean(tf.reduce_sum(ones + zeros, axis=-1))
