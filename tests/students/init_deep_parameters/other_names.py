# %% [markdown] base="model"
# Keys that nothing else knows.

# %% init_deep_parameters points=2 reason="encoder_h1"
UNITS = {"encoder": (784, 256, 128, 64), "decoder": (64, 128, 256, 784)}


def init_deep_parameters():
    weights, biases = {}, {}
    for part, sizes in UNITS.items():
        for layer in (1, 2, 3):
            n_in, n_out = sizes[layer - 1 : layer + 1]
            weights[f"{part}_w{layer}"] = tf.Variable(
                tf.keras.initializers.GlorotUniform()((n_in, n_out))
            )
            biases[f"{part}_b{layer}"] = tf.Variable(tf.zeros(n_out))
    return weights, biases
