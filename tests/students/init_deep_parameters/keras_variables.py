# %% [markdown] base="model"
# Variables of Keras.

# %% init_deep_parameters
import keras

UNITS = {"encoder": (784, 256, 128, 64), "decoder": (64, 128, 256, 784)}


def init_deep_parameters():
    weights, biases = {}, {}
    for part, sizes in UNITS.items():
        for layer in (1, 2, 3):
            n_in, n_out = sizes[layer - 1 : layer + 1]
            weights[f"{part}_h{layer}"] = keras.Variable(
                tf.keras.initializers.GlorotUniform()((n_in, n_out))
            )
            biases[f"{part}_b{layer}"] = keras.Variable(tf.zeros(n_out))
    return weights, biases
