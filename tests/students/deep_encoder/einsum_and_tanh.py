# %% [markdown] base="model"
# `einsum`, and the sigmoid by tanh.

# %% deep_encoder
def deep_encoder(x, weights, biases):
    for k in range(1, 4):
        a = tf.einsum("ni,io->no", x, weights["encoder_h%d" % k]) + biases["encoder_b%d" % k]
        x = (tf.tanh(a / 2) + 1) / 2
    return x
