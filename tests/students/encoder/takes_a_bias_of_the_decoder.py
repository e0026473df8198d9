# %% [markdown] base="model"
# Copied from the decoder: the first bias is the decoder's, which has the same shape.

# %% encoder points=3 reason="depends on biases[\"decoder_b1\"]"
def encoder(x, weights, biases):
    hidden = tf.nn.sigmoid(x @ weights["encoder_h1"] + biases["decoder_b1"])
    return tf.nn.sigmoid(hidden @ weights["encoder_h2"] + biases["encoder_b2"])
