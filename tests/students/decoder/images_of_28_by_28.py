# %% [markdown] base="model"
# The reconstructions are reshaped to squares.

# %% decoder points=2 reason="has shape (7, 28, 28); expected shape (7, 784)"
def decoder(y, weights, biases):
    hidden = tf.nn.sigmoid(y @ weights["decoder_h1"] + biases["decoder_b1"])
    z = tf.nn.sigmoid(hidden @ weights["decoder_h2"] + biases["decoder_b2"])
    return tf.reshape(z, (-1, 28, 28))
