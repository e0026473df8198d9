# %% [markdown] base="model"
# The sigmoid as the first of two probabilities of a softmax.

# %% encoder
def squash(a):
    return tf.nn.softmax(tf.stack([a, tf.zeros_like(a)], axis=-1), axis=-1)[..., 0]


def encoder(x, weights, biases):
    hidden = squash(x @ weights["encoder_h1"] + biases["encoder_b1"])
    return squash(hidden @ weights["encoder_h2"] + biases["encoder_b2"])
