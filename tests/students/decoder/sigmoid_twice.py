# %% [markdown] base="model"
# A helper ends with a sigmoid, and one more is applied to its result.

# %% decoder points=3 reason="applies its sigmoid twice"
def decoder_layer(x, w, b):
    return tf.nn.sigmoid(tf.matmul(x, w) + b)


def decoder(y, weights, biases):
    hidden = decoder_layer(y, weights["decoder_h1"], biases["decoder_b1"])
    return tf.nn.sigmoid(decoder_layer(hidden, weights["decoder_h2"], biases["decoder_b2"]))
