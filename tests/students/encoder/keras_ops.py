# %% [markdown] base="model"
# The operations of Keras.

# %% encoder
def encoder(x, weights, biases):
    ops = tf.keras.ops
    h = ops.sigmoid(ops.add(ops.matmul(x, weights["encoder_h1"]), biases["encoder_b1"]))
    return ops.sigmoid(ops.add(ops.matmul(h, weights["encoder_h2"]), biases["encoder_b2"]))
