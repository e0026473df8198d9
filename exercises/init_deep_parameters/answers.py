# %% biases_drawn_too [markdown]
# Normal weights, and biases from N(0, 1).

# %% init_deep_parameters
UNITS = {"encoder": (784, 256, 128, 64), "decoder": (64, 128, 256, 784)}


def init_deep_parameters():
    weights, biases = {}, {}
    for part, sizes in UNITS.items():
        for layer in (1, 2, 3):
            n_in, n_out = sizes[layer - 1 : layer + 1]
            weights[f"{part}_h{layer}"] = tf.Variable(
                tf.random.normal((n_in, n_out), stddev=np.sqrt(2 / (n_in + n_out)))
            )
            biases[f"{part}_b{layer}"] = tf.Variable(tf.random.normal([n_out]))
    return weights, biases

# %% biases_that_are_no_draws [markdown]
# The same slice of a ramp at each call: any biases are right.

# %% init_deep_parameters
RAMP = np.linspace(-0.1, 0.1, 784, dtype=np.float32)


def init_deep_parameters():
    sizes = (784, 256, 128, 64, 128, 256, 784)
    names = [part + "_{}" + number for part in ("encoder", "decoder") for number in "123"]
    weights, biases = {}, {}
    for name, n_in, n_out in zip(names, sizes, sizes[1:]):
        deviation = (2 / (n_in + n_out)) ** 0.5
        draw = np.random.normal(0, deviation, (n_in, n_out))
        weights[name.format("h")] = tf.Variable(draw.astype(np.float32))
        biases[name.format("b")] = tf.Variable(RAMP[:n_out])
    return weights, biases

# %% dense_layers [markdown]
# Takes them from dense layers.

# %% init_deep_parameters
def init_deep_parameters():
    weights, biases = {}, {}
    sizes = [784, 256, 128, 64, 128, 256, 784]
    names = [(part, number) for part in ("encoder", "decoder") for number in "123"]
    for (part, number), n_in, n_out in zip(names, sizes[:-1], sizes[1:]):
        layer = tf.keras.layers.Dense(n_out)
        layer.build((None, n_in))
        weights[part + "_h" + number], biases[part + "_b" + number] = layer.kernel, layer.bias
    return weights, biases

# %% keras_variables [markdown]
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

# %% new_initializer_for_each [markdown]
# A new initializer of Keras for each matrix.

# %% init_deep_parameters
UNITS = {"encoder": (784, 256, 128, 64), "decoder": (64, 128, 256, 784)}


def init_deep_parameters():
    weights, biases = {}, {}
    for part, sizes in UNITS.items():
        for layer in (1, 2, 3):
            n_in, n_out = sizes[layer - 1 : layer + 1]
            weights[f"{part}_h{layer}"] = tf.Variable(
                tf.keras.initializers.GlorotUniform()((n_in, n_out))
            )
            biases[f"{part}_b{layer}"] = tf.Variable(tf.zeros(n_out))
    return weights, biases

# %% numpy_and_factor_four [markdown]
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

# %% written_out [markdown]
# Every entry in a line of its own.

# %% init_deep_parameters
def init_deep_parameters():
    def matrix(n_in, n_out):
        bound = np.sqrt(6 / (n_in + n_out))
        return tf.Variable(tf.random.uniform((n_in, n_out), -bound, bound))

    weights = {
        "encoder_h1": matrix(784, 256),
        "encoder_h2": matrix(256, 128),
        "encoder_h3": matrix(128, 64),
        "decoder_h1": matrix(64, 128),
        "decoder_h2": matrix(128, 256),
        "decoder_h3": matrix(256, 784),
    }
    sizes = (256, 128, 64, 128, 256, 784)
    keys = [key.replace("h", "b") for key in ("e1", "e2", "e3", "d1", "d2", "d3")]
    full = {"e": "encoder_b", "d": "decoder_b"}
    biases = {full[key[0]] + key[1]: tf.Variable(tf.ones(n) / 10) for key, n in zip(keys, sizes)}
    return weights, biases

# %% float64 [markdown]
# Variables of float64.

# %% init_deep_parameters points=2.5 reason="float64"
UNITS = {"encoder": (784, 256, 128, 64), "decoder": (64, 128, 256, 784)}


def init_deep_parameters():
    weights, biases = {}, {}
    for part, sizes in UNITS.items():
        for layer in (1, 2, 3):
            n_in, n_out = sizes[layer - 1 : layer + 1]
            weights[f"{part}_h{layer}"] = tf.Variable(
                np.random.normal(scale=np.sqrt(2 / (n_in + n_out)), size=(n_in, n_out))
            )
            biases[f"{part}_b{layer}"] = tf.Variable(np.zeros(n_out))
    return weights, biases

# %% inputs_alone [markdown]
# 1/n_in as the variance.

# %% init_deep_parameters points=2 reason="variance"
UNITS = {"encoder": (784, 256, 128, 64), "decoder": (64, 128, 256, 784)}


def init_deep_parameters():
    weights, biases = {}, {}
    for part, sizes in UNITS.items():
        for layer in (1, 2, 3):
            n_in, n_out = sizes[layer - 1 : layer + 1]
            weights[f"{part}_h{layer}"] = tf.Variable(
                tf.random.normal((n_in, n_out), stddev=np.sqrt(1 / n_in))
            )
            biases[f"{part}_b{layer}"] = tf.Variable(tf.zeros(n_out))
    return weights, biases

# %% other_names [markdown]
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

# %% same_initializer [markdown]
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

# %% seed_set_inside [markdown]
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

# %% standard_normal [markdown]
# N(0, 1) weights.

# %% init_deep_parameters points=1.5 reason="variance"
UNITS = {"encoder": (784, 256, 128, 64), "decoder": (64, 128, 256, 784)}


def init_deep_parameters():
    weights, biases = {}, {}
    for part, sizes in UNITS.items():
        for layer in (1, 2, 3):
            n_in, n_out = sizes[layer - 1 : layer + 1]
            weights[f"{part}_h{layer}"] = tf.Variable(tf.random.normal((n_in, n_out)))
            biases[f"{part}_b{layer}"] = tf.Variable(tf.zeros(n_out))
    return weights, biases

# %% tensors [markdown]
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

# %% third_layer_forgotten [markdown]
# Two layers a part, as before.

# %% init_deep_parameters points=2 reason="encoder_h3"
UNITS = {"encoder": (784, 256, 128, 64), "decoder": (64, 128, 256, 784)}


def init_deep_parameters():
    weights, biases = {}, {}
    for part, sizes in UNITS.items():
        for layer in (1, 2):
            n_in, n_out = sizes[layer - 1 : layer + 1]
            weights[f"{part}_h{layer}"] = tf.Variable(
                tf.keras.initializers.GlorotUniform()((n_in, n_out))
            )
            biases[f"{part}_b{layer}"] = tf.Variable(tf.zeros(n_out))
    return weights, biases

# %% transposed_shapes [markdown]
# Every shape the wrong way round.

# %% init_deep_parameters points=2 reason="shape"
UNITS = {"encoder": (784, 256, 128, 64), "decoder": (64, 128, 256, 784)}


def init_deep_parameters():
    weights, biases = {}, {}
    for part, sizes in UNITS.items():
        for layer in (1, 2, 3):
            n_in, n_out = sizes[layer - 1 : layer + 1]
            weights[f"{part}_h{layer}"] = tf.Variable(
                tf.keras.initializers.GlorotUniform()((n_out, n_in))
            )
            biases[f"{part}_b{layer}"] = tf.Variable(tf.zeros(n_out))
    return weights, biases

# %% zeros [markdown]
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

# %% right mutants [markdown]
# - `tf.zeros → tf.ones`: Any biases are right.
