# %% [markdown] base="model"
# Each layer in a line of its own.

# %% deep_encoder
def deep_encoder(x, weights, biases):
    first = tf.sigmoid(tf.matmul(x, weights["encoder_h1"]) + biases["encoder_b1"])
    second = tf.sigmoid(tf.matmul(first, weights["encoder_h2"]) + biases["encoder_b2"])
    return tf.sigmoid(tf.matmul(second, weights["encoder_h3"]) + biases["encoder_b3"])
