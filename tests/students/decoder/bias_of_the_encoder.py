# %% [markdown] base="model"
# The encoder's first bias, of the same shape, is added in the decoder.

# %% decoder points=3 reason="depends on biases[\"encoder_b1\"]"
def decoder(y, weights, biases):
    hidden = tf.sigmoid(tf.matmul(y, weights["decoder_h1"]) + biases["encoder_b1"])
    return tf.sigmoid(tf.matmul(hidden, weights["decoder_h2"]) + biases["decoder_b2"])
