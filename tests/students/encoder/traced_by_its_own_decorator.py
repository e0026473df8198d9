# %% [markdown] base="model"
# The whole function is a `tf.function`.

# %% encoder
@tf.function
def encoder(x, weights, biases):
    keys = ["1", "2"]
    y = x
    for k in keys:
        y = tf.nn.sigmoid(tf.nn.bias_add(tf.matmul(y, weights["encoder_h" + k]),
                                         biases["encoder_b" + k]))
    return y
