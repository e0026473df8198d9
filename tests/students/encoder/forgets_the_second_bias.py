# %% [markdown] base="model"
# The second layer adds no bias.

# %% encoder points=3 reason="biases[\"encoder_b2\"] has no effect"
def encoder(x, weights, biases):
    hidden = tf.sigmoid(tf.matmul(x, weights["encoder_h1"]) + biases["encoder_b1"])
    return tf.sigmoid(tf.matmul(hidden, weights["encoder_h2"]))
