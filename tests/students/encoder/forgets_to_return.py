# %% [markdown] base="model"
# Everything is computed, and nothing returned.

# %% encoder points=0 reason="is a `return` missing?"
def encoder(x, weights, biases):
    hidden = tf.nn.sigmoid(x @ weights["encoder_h1"] + biases["encoder_b1"])
    code = tf.nn.sigmoid(hidden @ weights["encoder_h2"] + biases["encoder_b2"])
