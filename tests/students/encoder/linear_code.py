# %% [markdown] base="model"
# An encoder without its last sigmoid.

# %% encoder points=3 reason="the last layer of the encoder has no sigmoid"
def encoder(x, weights, biases):
    hidden = tf.nn.sigmoid(x @ weights["encoder_h1"] + biases["encoder_b1"])
    return hidden @ weights["encoder_h2"] + biases["encoder_b2"]
