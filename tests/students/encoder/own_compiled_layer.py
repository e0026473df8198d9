# %% [markdown] base="model"
# A helper that XLA compiles, with the sigmoid written as an exponential of a softplus.

# %% encoder
@tf.function(jit_compile=True)
def layer(below, W, b):
    return tf.exp(-tf.math.softplus(-(below @ W + b)))


def encoder(x, weights, biases):
    y1 = layer(x, weights["encoder_h1"], biases["encoder_b1"])
    y2 = layer(y1, weights["encoder_h2"], biases["encoder_b2"])
    return y2
