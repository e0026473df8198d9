# %% [markdown] base="model"
# A sigmoid whose derivative is written by hand.

# %% encoder
@tf.custom_gradient
def logistic(a):
    s = 1 / (1 + tf.exp(-a))
    return s, lambda upstream: upstream * s * (1 - s)


def encoder(x, weights, biases):
    hidden = logistic(tf.matmul(x, weights["encoder_h1"]) + biases["encoder_b1"])
    return logistic(tf.matmul(hidden, weights["encoder_h2"]) + biases["encoder_b2"])
