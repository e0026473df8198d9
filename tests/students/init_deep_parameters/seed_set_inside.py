# %% [markdown] base="model"
# Sets TensorFlow's seed in each call.

# %% init_deep_parameters points=2.5 reason="two calls"
UNITS = {"encoder": (784, 256, 128, 64), "decoder": (64, 128, 256, 784)}


def init_deep_parameters():
    tf.random.set_seed(0)
    weights, biases = {}, {}
    for part, sizes in UNITS.items():
        for layer in (1, 2, 3):
            n_in, n_out = sizes[layer - 1 : layer + 1]
            weights[f"{part}_h{layer}"] = tf.Variable(
                tf.random.normal((n_in, n_out), stddev=np.sqrt(2 / (n_in + n_out)))
            )
            biases[f"{part}_b{layer}"] = tf.Variable(tf.zeros(n_out))
    return weights, biases
