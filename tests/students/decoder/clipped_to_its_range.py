# %% [markdown] base="model"
# A needless clip to the range that a sigmoid has anyway.

# %% decoder
def decoder(y, weights, biases):
    hidden = tf.nn.sigmoid(tf.add(tf.matmul(y, weights["decoder_h1"]), biases["decoder_b1"]))
    out = tf.nn.sigmoid(tf.add(tf.matmul(hidden, weights["decoder_h2"]), biases["decoder_b2"]))
    return tf.clip_by_value(out, 0.0, 1.0)
