# %% [markdown] base="model"
# Tied weights: the second layer takes the decoder's first matrix, transposed.

# %% encoder points=3 reason="depends on weights[\"decoder_h1\"]"
def encoder(x, weights, biases):
    hidden = tf.sigmoid(tf.matmul(x, weights["encoder_h1"]) + biases["encoder_b1"])
    code = tf.matmul(hidden, weights["decoder_h1"], transpose_b=True)
    return tf.sigmoid(code + biases["encoder_b2"])
