# %% [markdown] base="model"
# `tf.vectorized_map` over the codes, and reciprocals for fractions.

# %% decoder
def decoder(y, weights, biases):
    def one(code):
        out = code[tf.newaxis]
        for i in "12":
            out = out @ weights["decoder_h" + i] + biases["decoder_b" + i]
            out = tf.math.reciprocal(1.0 + tf.math.exp(-out))
        return tf.squeeze(out, axis=0)

    return tf.vectorized_map(one, y)
