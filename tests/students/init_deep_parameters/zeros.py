# %% [markdown] base="model"
# All weights zero.

# %% init_deep_parameters points=0.5 reason="holds one number only"
UNITS = {"encoder": (784, 256, 128, 64), "decoder": (64, 128, 256, 784)}


def init_deep_parameters():
    weights, biases = {}, {}
    for part, sizes in UNITS.items():
        for layer in (1, 2, 3):
            n_in, n_out = sizes[layer - 1 : layer + 1]
            weights[f"{part}_h{layer}"] = tf.Variable(tf.zeros((n_in, n_out)))
            biases[f"{part}_b{layer}"] = tf.Variable(tf.zeros(n_out))
    return weights, biases
