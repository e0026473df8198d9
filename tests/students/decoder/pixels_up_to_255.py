# %% [markdown] base="model"
# The reconstruction is scaled to 0 … 255.

# %% decoder points=3 reason="multiplied by 255"
def decoder(y, weights, biases):
    hidden = tf.nn.sigmoid(y @ weights["decoder_h1"] + biases["decoder_b1"])
    return 255.0 * tf.nn.sigmoid(hidden @ weights["decoder_h2"] + biases["decoder_b2"])
