# %% [markdown] base="model"
# Computed in float64 and left so.

# %% decoder
def decoder(y, weights, biases):
    weights = {key: tf.cast(value, "float64") for key, value in weights.items()}
    biases = {key: tf.cast(value, "float64") for key, value in biases.items()}
    hidden = tf.nn.sigmoid(tf.cast(y, "float64") @ weights["decoder_h1"] + biases["decoder_b1"])
    return tf.nn.sigmoid(hidden @ weights["decoder_h2"] + biases["decoder_b2"])
