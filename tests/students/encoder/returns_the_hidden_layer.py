# %% [markdown] base="model"
# The result of the first layer is returned.

# %% encoder points=2 reason="it is that of layer 1 of 2"
def encoder(x, weights, biases):
    hidden = tf.nn.sigmoid(x @ weights["encoder_h1"] + biases["encoder_b1"])
    code = tf.nn.sigmoid(hidden @ weights["encoder_h2"] + biases["encoder_b2"])
    return hidden
