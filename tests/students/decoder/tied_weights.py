# %% [markdown] base="model"
# The transposed weights of the encoder take the place of the decoder's own.

# %% decoder points=3 reason="which is no part of the decoder"
def decoder(y, weights, biases):
    W1 = tf.transpose(weights["encoder_h2"])
    W2 = tf.transpose(weights["encoder_h1"])
    hidden = tf.nn.sigmoid(y @ W1 + biases["decoder_b1"])
    return tf.nn.sigmoid(hidden @ W2 + biases["decoder_b2"])
