# %% [markdown] base="model"
# The image, which lies between 0 and 1 already, is divided by 255.

# %% encoder points=3 reason="the input of the encoder is divided by 255"
def encoder(x, weights, biases):
    x = tf.cast(x, tf.float32) / 255.0
    h = tf.nn.sigmoid(x @ weights["encoder_h1"] + biases["encoder_b1"])
    return tf.nn.sigmoid(h @ weights["encoder_h2"] + biases["encoder_b2"])
