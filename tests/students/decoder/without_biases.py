# %% [markdown] base="model"
# No bias in any layer.

# %% decoder points=3 reason="the biases have no effect"
def decoder(y, weights, biases):
    hidden = tf.sigmoid(tf.matmul(y, weights["decoder_h1"]))
    return tf.sigmoid(tf.matmul(hidden, weights["decoder_h2"]))
