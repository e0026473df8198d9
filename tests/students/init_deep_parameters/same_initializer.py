# %% [markdown] base="model"
# One initializer object for all: layers of one shape get the same numbers.

# %% init_deep_parameters points=2.5 reason="same numbers"
GLOROT = tf.keras.initializers.GlorotUniform(seed=3)

UNITS = {"encoder": (784, 256, 128, 64), "decoder": (64, 128, 256, 784)}


def init_deep_parameters():
    weights, biases = {}, {}
    for part, sizes in UNITS.items():
        for layer in (1, 2, 3):
            n_in, n_out = sizes[layer - 1 : layer + 1]
            weights[f"{part}_h{layer}"] = tf.Variable(GLOROT((n_in, n_out)))
            biases[f"{part}_b{layer}"] = tf.Variable(tf.zeros(n_out))
    return weights, biases
