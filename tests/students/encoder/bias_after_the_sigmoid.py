# %% [markdown] base="model"
# The bias is added to the result of the sigmoid.

# %% encoder points=3 reason="added after the sigmoid"
def encoder(x, weights, biases):
    hidden = tf.nn.sigmoid(x @ weights["encoder_h1"]) + biases["encoder_b1"]
    return tf.nn.sigmoid(hidden @ weights["encoder_h2"]) + biases["encoder_b2"]
