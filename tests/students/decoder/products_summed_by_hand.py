# %% [markdown] base="model"
# Products of all pairs, summed over the inputs.

# %% decoder
def decoder(y, weights, biases):
    a = tf.reduce_sum(y[:, :, None] * weights["decoder_h1"][None, :, :], axis=1)
    h = tf.sigmoid(a + tf.reshape(biases["decoder_b1"], (1, -1)))
    rows = tf.unstack(h)
    a = tf.stack([tf.reduce_sum(row[:, None] * weights["decoder_h2"], axis=0) for row in rows])
    return tf.sigmoid(a + tf.reshape(biases["decoder_b2"], (1, -1)))
