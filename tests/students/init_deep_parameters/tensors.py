# %% [markdown] base="model"
# Tensors in place of variables.

# %% init_deep_parameters points=2.5 reason="no tf.Variable"
UNITS = {"encoder": (784, 256, 128, 64), "decoder": (64, 128, 256, 784)}


def init_deep_parameters():
    weights, biases = {}, {}
    for part, sizes in UNITS.items():
        for layer in (1, 2, 3):
            n_in, n_out = sizes[layer - 1 : layer + 1]
            weights[f"{part}_h{layer}"] = tf.keras.initializers.GlorotUniform()((n_in, n_out))
            biases[f"{part}_b{layer}"] = tf.zeros(n_out)
    return weights, biases
