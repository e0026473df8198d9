# %% [markdown] base="model"
# NumPy, with the factor 4 for sigmoid units.

# %% init_deep_parameters
UNITS = {"encoder": (784, 256, 128, 64), "decoder": (64, 128, 256, 784)}


def init_deep_parameters():
    weights, biases = {}, {}
    for part, sizes in UNITS.items():
        for layer in (1, 2, 3):
            n_in, n_out = sizes[layer - 1 : layer + 1]
            weights[f"{part}_h{layer}"] = tf.Variable(
                np.random.uniform(-1, 1, (n_in, n_out)) * 4 * np.sqrt(6 / (n_in + n_out)),
                dtype=tf.float32,
            )
            biases[f"{part}_b{layer}"] = tf.Variable(np.zeros(n_out, np.float32))
    return weights, biases
