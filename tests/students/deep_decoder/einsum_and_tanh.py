# %% [markdown] base="model"
# `einsum`, and the sigmoid by tanh.

# %% deep_decoder
def deep_decoder(y, weights, biases):
    for k in range(1, 4):
        a = tf.einsum("ni,io->no", y, weights["decoder_h%d" % k]) + biases["decoder_b%d" % k]
        y = (tf.tanh(a / 2) + 1) / 2
    return y
