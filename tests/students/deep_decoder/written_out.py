# %% [markdown] base="model"
# Each layer in a line of its own.

# %% deep_decoder
def deep_decoder(y, weights, biases):
    first = tf.sigmoid(tf.matmul(y, weights["decoder_h1"]) + biases["decoder_b1"])
    second = tf.sigmoid(tf.matmul(first, weights["decoder_h2"]) + biases["decoder_b2"])
    return tf.sigmoid(tf.matmul(second, weights["decoder_h3"]) + biases["decoder_b3"])
