# %% [markdown] base="model"
# A softmax over the pixels.

# %% decoder points=3 reason="applies a softmax at its end"
def decoder(y, weights, biases):
    h = tf.nn.sigmoid(y @ weights["decoder_h1"] + biases["decoder_b1"])
    return tf.nn.softmax(h @ weights["decoder_h2"] + biases["decoder_b2"], axis=-1)
