# %% [markdown] base="model"
# The hidden layer is linear.

# %% encoder points=3 reason="the first layer of the encoder has no sigmoid"
def encoder(x, weights, biases):
    hidden = x @ weights["encoder_h1"] + biases["encoder_b1"]
    return tf.nn.sigmoid(hidden @ weights["encoder_h2"] + biases["encoder_b2"])
