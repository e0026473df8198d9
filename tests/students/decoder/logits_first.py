# %% [markdown] base="model"
# A helper returns logits; the sigmoid follows outside of it.

# %% decoder
def decoder_logits(y, weights, biases):
    hidden = tf.nn.sigmoid(y @ weights["decoder_h1"] + biases["decoder_b1"])
    return hidden @ weights["decoder_h2"] + biases["decoder_b2"]


def decoder(y, weights, biases):
    logits = decoder_logits(y, weights, biases)
    return tf.exp(tf.math.log_sigmoid(logits))
