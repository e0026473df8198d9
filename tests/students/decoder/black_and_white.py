# %% [markdown] base="model"
# Pixels are set to 0 or 1, which ends the gradient too.

# %% decoder points=1 reason="rounded"
def decoder(y, weights, biases):
    hidden = tf.nn.sigmoid(y @ weights["decoder_h1"] + biases["decoder_b1"])
    z = tf.nn.sigmoid(hidden @ weights["decoder_h2"] + biases["decoder_b2"])
    return tf.cast(z > 0.5, tf.float32)
