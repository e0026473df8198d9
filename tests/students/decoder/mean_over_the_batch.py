# %% [markdown] base="model"
# The reconstructions are averaged over the batch.

# %% decoder points=2 reason="has shape (784,); expected shape (7, 784)"
def decoder(y, weights, biases):
    hidden = tf.nn.sigmoid(y @ weights["decoder_h1"] + biases["decoder_b1"])
    z = tf.nn.sigmoid(hidden @ weights["decoder_h2"] + biases["decoder_b2"])
    return tf.reduce_mean(z, axis=0)
