# %% [markdown] base="model"
# The function is compiled by XLA.

# %% decoder
@tf.function(jit_compile=True)
def decoder(y, weights, biases):
    y = tf.nn.sigmoid(tf.matmul(y, weights["decoder_h1"]) + biases["decoder_b1"])
    y = tf.nn.sigmoid(tf.matmul(y, weights["decoder_h2"]) + biases["decoder_b2"])
    return y
