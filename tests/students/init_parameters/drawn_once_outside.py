# %% [markdown] base="model"
# Everything is drawn when the cell runs, and each call returns that.

# %% init_parameters points=4 reason="two calls return the same numbers"
units = {"encoder": (784, 256, 128), "decoder": (128, 256, 784)}
all_weights, all_biases = {}, {}
for part, (a, b, c) in units.items():
    all_weights[part + "_h1"] = tf.Variable(tf.random.normal((a, b)))
    all_weights[part + "_h2"] = tf.Variable(tf.random.normal((b, c)))
    all_biases[part + "_b1"] = tf.Variable(tf.random.normal((b,)))
    all_biases[part + "_b2"] = tf.Variable(tf.random.normal((c,)))


def init_parameters():
    return all_weights, all_biases
