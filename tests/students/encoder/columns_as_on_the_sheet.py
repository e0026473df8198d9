# %% [markdown] base="model"
# The formula of the exercise sheet, with an image a column.

# %% encoder
def encoder(x, weights, biases):
    column = tf.transpose(x)
    for i in (1, 2):
        W = tf.transpose(weights["encoder_h%d" % i])
        b = tf.expand_dims(biases["encoder_b%d" % i], axis=1)
        column = tf.sigmoid(W @ column + b)
    return tf.transpose(column)
