# %% [markdown] base="model"
# A star in place of the matrix product.

# %% encoder points=0 reason="the code raised"
def encoder(x, weights, biases):
    hidden = tf.nn.sigmoid(x * weights["encoder_h1"] + biases["encoder_b1"])
    return tf.nn.sigmoid(hidden * weights["encoder_h2"] + biases["encoder_b2"])
