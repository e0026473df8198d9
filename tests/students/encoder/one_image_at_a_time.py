# %% [markdown] base="model"
# `tf.map_fn` encodes one image after the other.

# %% encoder
def encoder(x, weights, biases):
    def encode_one(image):
        hidden = tf.linalg.matvec(weights["encoder_h1"], image, transpose_a=True)
        hidden = tf.nn.sigmoid(hidden + biases["encoder_b1"])
        code = tf.linalg.matvec(weights["encoder_h2"], hidden, transpose_a=True)
        return tf.nn.sigmoid(code + biases["encoder_b2"])

    return tf.map_fn(encode_one, x)
