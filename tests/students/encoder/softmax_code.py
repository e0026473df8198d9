# %% [markdown] base="model"
# The code is a softmax, as in a classifier.

# %% encoder points=3 reason="applies a softmax at its end"
def encoder(x, weights, biases):
    hidden = tf.nn.sigmoid(x @ weights["encoder_h1"] + biases["encoder_b1"])
    return tf.nn.softmax(hidden @ weights["encoder_h2"] + biases["encoder_b2"])
