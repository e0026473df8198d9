# %% [markdown] base="model"
# Two matrix products, and no sigmoid.

# %% encoder points=3 reason="the encoder has no sigmoid at all"
def encoder(x, weights, biases):
    layer_1 = tf.add(tf.matmul(x, weights["encoder_h1"]), biases["encoder_b1"])
    layer_2 = tf.add(tf.matmul(layer_1, weights["encoder_h2"]), biases["encoder_b2"])
    return layer_2
