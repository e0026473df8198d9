# %% [markdown] base="model"
# Copied from the encoder, with its keys.

# %% decoder points=0 reason="Matrix size-incompatible"
def decoder(y, weights, biases):
    hidden = tf.nn.sigmoid(tf.matmul(y, weights["encoder_h1"]) + biases["encoder_b1"])
    return tf.nn.sigmoid(tf.matmul(hidden, weights["encoder_h2"]) + biases["encoder_b2"])
