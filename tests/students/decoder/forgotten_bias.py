# %% [markdown] base="model"
# A decoder that forgets one bias.

# %% decoder points=3 reason="decoder_b1"
def decoder(y, weights, biases):
    hidden = tf.nn.sigmoid(y @ weights["decoder_h1"])
    return tf.nn.sigmoid(hidden @ weights["decoder_h2"] + biases["decoder_b2"])
