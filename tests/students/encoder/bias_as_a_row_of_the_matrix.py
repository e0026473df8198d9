# %% [markdown] base="model"
# Every input gets a 1 at its end, and the bias is the last row of the matrix.

# %% encoder
def encoder(x, weights, biases):
    def affine(inputs, kernel, bias):
        matrix = tf.concat([kernel, bias[tf.newaxis, :]], axis=0)
        ones = tf.ones((tf.shape(inputs)[0], 1))
        return tf.concat([inputs, ones], axis=1) @ matrix

    hidden = tf.sigmoid(affine(x, weights["encoder_h1"], biases["encoder_b1"]))
    return tf.sigmoid(affine(hidden, weights["encoder_h2"], biases["encoder_b2"]))
