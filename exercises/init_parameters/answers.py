# %% add_weight_of_a_layer [markdown]
# Variables made by `add_weight` of an empty Keras layer.

# %% init_parameters
def init_parameters():
    holder = tf.keras.layers.Layer()

    def make(shape):
        return holder.add_weight(
            shape=shape, initializer=tf.keras.initializers.RandomNormal(0.0, 1.0)
        )

    weights = {"encoder_h1": make((784, 256)), "encoder_h2": make((256, 128))}
    weights.update({"decoder_h1": make((128, 256)), "decoder_h2": make((256, 784))})
    biases = {"encoder_b1": make((256,)), "encoder_b2": make((128,))}
    biases.update({"decoder_b1": make((256,)), "decoder_b2": make((784,))})
    return weights, biases

# %% box_muller [markdown]
# Normal numbers made of uniform ones by the method of Box and Muller.

# %% init_parameters
def standard_normal(*shape):
    u = 1.0 - tf.random.uniform(shape)
    angle = tf.random.uniform(shape, 0.0, 2 * np.pi)
    return tf.sqrt(-2.0 * tf.math.log(u)) * tf.cos(angle)


def init_parameters():
    weights = {
        "encoder_h1": tf.Variable(standard_normal(784, 256)),
        "encoder_h2": tf.Variable(standard_normal(256, 128)),
        "decoder_h1": tf.Variable(standard_normal(128, 256)),
        "decoder_h2": tf.Variable(standard_normal(256, 784)),
    }
    biases = {
        "encoder_b1": tf.Variable(standard_normal(256)),
        "encoder_b2": tf.Variable(standard_normal(128)),
        "decoder_b1": tf.Variable(standard_normal(256)),
        "decoder_b2": tf.Variable(standard_normal(784)),
    }
    return weights, biases

# %% compiled_draw [markdown]
# The draw is compiled by XLA, the variables are filled afterwards.

# %% init_parameters
@tf.function(jit_compile=True)
def draw_like(value):
    return tf.random.normal(value.shape)


def init_parameters():
    from collections import OrderedDict

    weights = OrderedDict(
        encoder_h1=tf.Variable(tf.zeros((784, 256))),
        encoder_h2=tf.Variable(tf.zeros((256, 128))),
        decoder_h1=tf.Variable(tf.zeros((128, 256))),
        decoder_h2=tf.Variable(tf.zeros((256, 784))),
    )
    biases = OrderedDict(
        (key.replace("_h", "_b"), tf.Variable(tf.zeros(value.shape[1:])))
        for key, value in weights.items()
    )
    for variable in [*weights.values(), *biases.values()]:
        variable.assign(draw_like(variable))
    return weights, biases

# %% initializer_with_seed_generator [markdown]
# One Keras initializer whose seed generator moves on with each draw.

# %% init_parameters
def init_parameters():
    seeds = tf.keras.random.SeedGenerator()
    draw = tf.keras.initializers.RandomNormal(stddev=1.0, seed=seeds)
    units = {"encoder": [784, 256, 128], "decoder": [128, 256, 784]}
    weights, biases = {}, {}
    for part in units:
        for i, (n, m) in enumerate(zip(units[part], units[part][1:])):
            weights[f"{part}_h{i + 1}"] = tf.Variable(draw((n, m)))
            biases[f"{part}_b{i + 1}"] = tf.Variable(draw((m,)))
    return weights, biases

# %% inverse_distribution_function [markdown]
# Quantiles of uniform numbers, in float64.

# %% init_parameters
def init_parameters():
    def draw(*shape):
        u = tf.random.uniform(shape, dtype=tf.float64)
        return tf.Variable(tf.cast(tf.math.ndtri(u), tf.float32))

    units = [784, 256, 128, 256, 784]
    names = ["encoder_{}1", "encoder_{}2", "decoder_{}1", "decoder_{}2"]
    weights = {n.format("h"): draw(i, j) for n, i, j in zip(names, units, units[1:])}
    biases = {n.format("b"): draw(j) for n, j in zip(names, units[1:])}
    return weights, biases

# %% keras_variables [markdown]
# `keras.Variable`s with numbers from `keras.random`.

# %% init_parameters
def init_parameters():
    keras = tf.keras
    shapes = dict(
        encoder_h1=(784, 256), encoder_h2=(256, 128), decoder_h1=(128, 256), decoder_h2=(256, 784)
    )
    weights = {k: keras.Variable(keras.random.normal(s)) for k, s in shapes.items()}
    biases = {
        k.replace("_h", "_b"): keras.Variable(keras.random.normal(s[1:]))
        for k, s in shapes.items()
    }
    return weights, biases

# %% new_initializer_for_each [markdown]
# A new Keras initializer for each variable.

# %% init_parameters
def init_parameters():
    def variable(*shape):
        return tf.Variable(tf.keras.initializers.RandomNormal(mean=0.0, stddev=1.0)(shape))

    weights = {
        "encoder_h1": variable(784, 256),
        "encoder_h2": variable(256, 128),
        "decoder_h1": variable(128, 256),
        "decoder_h2": variable(256, 784),
    }
    biases = {
        "encoder_b1": variable(256),
        "encoder_b2": variable(128),
        "decoder_b1": variable(256),
        "decoder_b2": variable(784),
    }
    return weights, biases

# %% numpy_cast_to_float32 [markdown]
# NumPy's old functions, and a cast.

# %% init_parameters
def init_parameters():
    sizes = (("encoder", 1, 784, 256), ("encoder", 2, 256, 128))
    sizes += (("decoder", 1, 128, 256), ("decoder", 2, 256, 784))
    weights, biases = {}, {}
    for part, layer, n_in, n_out in sizes:
        weights[part + "_h" + str(layer)] = tf.Variable(
            np.random.randn(n_in, n_out).astype("float32")
        )
        biases[part + "_b" + str(layer)] = tf.Variable(np.float32(np.random.randn(n_out)))
    return weights, biases

# %% one_long_draw_cut_up [markdown]
# All numbers in one draw, cut and reshaped.

# %% init_parameters
def init_parameters():
    shapes = {
        "encoder_h1": (784, 256),
        "encoder_b1": (256,),
        "encoder_h2": (256, 128),
        "encoder_b2": (128,),
        "decoder_h1": (128, 256),
        "decoder_b1": (256,),
        "decoder_h2": (256, 784),
        "decoder_b2": (784,),
    }
    sizes = [int(np.prod(shape)) for shape in shapes.values()]
    pieces = tf.split(tf.random.normal((sum(sizes),)), sizes)
    every = {
        key: tf.Variable(tf.reshape(piece, shape))
        for (key, shape), piece in zip(shapes.items(), pieces)
    }
    weights = {key: value for key, value in every.items() if "_h" in key}
    biases = {key: value for key, value in every.items() if "_b" in key}
    return weights, biases

# %% own_generator [markdown]
# A `tf.random.Generator` of one's own, made in each call.

# %% init_parameters
def init_parameters():
    rng = tf.random.Generator.from_non_deterministic_state()
    weights = dict()
    biases = dict()
    for name, (rows, cols) in [
        ("encoder_{}1", (784, 256)),
        ("encoder_{}2", (256, 128)),
        ("decoder_{}1", (128, 256)),
        ("decoder_{}2", (256, 784)),
    ]:
        weights[name.format("h")] = tf.Variable(rng.normal([rows, cols]))
        biases[name.format("b")] = tf.Variable(rng.normal([cols]))
    return weights, biases

# %% seeded_generator_outside [markdown]
# A seeded generator that lives outside goes on from call to call.

# %% init_parameters
generator = np.random.default_rng(42)


def init_parameters():
    def normal(*shape):
        return tf.Variable(generator.normal(size=shape).astype(np.float32))

    h = {"encoder_h1": normal(784, 256), "encoder_h2": normal(256, 128)}
    h |= {"decoder_h1": normal(128, 256), "decoder_h2": normal(256, 784)}
    b = {"encoder_b1": normal(256), "encoder_b2": normal(128)}
    b |= {"decoder_b1": normal(256), "decoder_b2": normal(784)}
    return h, b

# %% stateless_with_random_seeds [markdown]
# Stateless draws whose seeds are drawn.

# %% init_parameters
def init_parameters():
    def draw(shape):
        seed = np.random.randint(2**31 - 1, size=2)
        return tf.Variable(tf.random.stateless_normal(shape, seed=seed))

    units = [784, 256, 128, 256, 784]
    keys = ["encoder_h1", "encoder_h2", "decoder_h1", "decoder_h2"]
    weights = {key: draw(units[i : i + 2]) for i, key in enumerate(keys)}
    biases = {key.replace("_h", "_b"): draw([units[i + 1]]) for i, key in enumerate(keys)}
    return weights, biases

# %% taken_from_dense_layers [markdown]
# The variables of Keras layers.

# %% init_parameters
def init_parameters():
    def dense(n_in, n_out):
        normal = tf.keras.initializers.RandomNormal
        layer = tf.keras.layers.Dense(
            n_out, kernel_initializer=normal(stddev=1.0), bias_initializer=normal(stddev=1.0)
        )
        layer.build((None, n_in))
        return layer

    layers = {
        "encoder_{}1": dense(784, 256),
        "encoder_{}2": dense(256, 128),
        "decoder_{}1": dense(128, 256),
        "decoder_{}2": dense(256, 784),
    }
    weights = {name.format("h"): layer.kernel for name, layer in layers.items()}
    biases = {name.format("b"): layer.bias for name, layer in layers.items()}
    return weights, biases

# %% variables_from_callables [markdown]
# Initial values given as functions, names given too.

# %% init_parameters
def init_parameters():
    def new(name, *shape):
        return tf.Variable(lambda: tf.random.normal(shape), name=name, dtype=tf.float32)

    weights = [("encoder_h1", 784, 256), ("encoder_h2", 256, 128)]
    weights += [("decoder_h1", 128, 256), ("decoder_h2", 256, 784)]
    biases = [("encoder_b1", 256), ("encoder_b2", 128), ("decoder_b1", 256), ("decoder_b2", 784)]
    return {n: new(n, *s) for n, *s in weights}, {n: new(n, *s) for n, *s in biases}

# %% biases_as_rows [markdown]
# Each bias is a matrix of one row.

# %% init_parameters points=4 reason="biases[\"encoder_b1\"] has shape (1, 256)"
def init_parameters():
    units = [784, 256, 128, 256, 784]
    names = ["encoder_{}1", "encoder_{}2", "decoder_{}1", "decoder_{}2"]
    weights, biases = {}, {}
    for name, n_in, n_out in zip(names, units, units[1:]):
        weights[name.format("h")] = tf.Variable(tf.random.normal((n_in, n_out)))
        biases[name.format("b")] = tf.Variable(tf.random.normal((1, n_out)))
    return weights, biases

# %% biases_of_zeros [markdown]
# Biases are set to zero.

# %% init_parameters points=3 reason="biases[\"encoder_b1\"] holds 0 only"
def init_parameters():
    weights = {
        "encoder_h1": tf.Variable(tf.random.normal((784, 256))),
        "encoder_h2": tf.Variable(tf.random.normal((256, 128))),
        "decoder_h1": tf.Variable(tf.random.normal((128, 256))),
        "decoder_h2": tf.Variable(tf.random.normal((256, 784))),
    }
    biases = {
        "encoder_b1": tf.Variable(tf.zeros(256)),
        "encoder_b2": tf.Variable(tf.zeros(128)),
        "decoder_b1": tf.Variable(tf.zeros(256)),
        "decoder_b2": tf.Variable(tf.zeros(784)),
    }
    return weights, biases

# %% decoder_starts_as_transpose [markdown]
# The decoder's matrices start as the transposed ones of the encoder.

# %% init_parameters points=4 reason="the same random numbers"
def init_parameters():
    first, second = tf.random.normal((784, 256)), tf.random.normal((256, 128))
    weights = {
        "encoder_h1": tf.Variable(first),
        "encoder_h2": tf.Variable(second),
        "decoder_h1": tf.Variable(tf.transpose(second)),
        "decoder_h2": tf.Variable(tf.transpose(first)),
    }
    biases = {
        "encoder_b1": tf.Variable(tf.random.normal((256,))),
        "encoder_b2": tf.Variable(tf.random.normal((128,))),
        "decoder_b1": tf.Variable(tf.random.normal((256,))),
        "decoder_b2": tf.Variable(tf.random.normal((784,))),
    }
    return weights, biases

# %% deviation_of_one_tenth [markdown]
# Small numbers, of standard deviation 0.1, as tutorials have them.

# %% init_parameters points=3 reason="weights[\"encoder_h1\"] has standard deviation 0."
def init_parameters():
    def draw(*shape):
        return tf.Variable(tf.random.normal(shape, stddev=0.1))

    weights = {"encoder_h1": draw(784, 256), "encoder_h2": draw(256, 128)}
    weights |= {"decoder_h1": draw(128, 256), "decoder_h2": draw(256, 784)}
    biases = {"encoder_b1": draw(256), "encoder_b2": draw(128)}
    biases |= {"decoder_b1": draw(256), "decoder_b2": draw(784)}
    return weights, biases

# %% drawn_once_outside [markdown]
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

# %% float64_variables [markdown]
# Variables of NumPy's float64.

# %% init_parameters points=4 reason="is of type float64; expected float32"
def init_parameters():
    weights, biases = {}, {}
    for key, n_in, n_out in [
        ("encoder_h1", 784, 256),
        ("encoder_h2", 256, 128),
        ("decoder_h1", 128, 256),
        ("decoder_h2", 256, 784),
    ]:
        weights[key] = tf.Variable(np.random.normal(size=(n_in, n_out)))
        biases[key.replace("_h", "_b")] = tf.Variable(np.random.normal(size=n_out))
    return weights, biases

# %% forgets_to_return [markdown]
# Two dicts are made, and nothing is returned.

# %% init_parameters points=0 reason="is a `return` missing?"
def init_parameters():
    weights = {
        "encoder_h1": tf.Variable(tf.random.normal((784, 256))),
        "encoder_h2": tf.Variable(tf.random.normal((256, 128))),
        "decoder_h1": tf.Variable(tf.random.normal((128, 256))),
        "decoder_h2": tf.Variable(tf.random.normal((256, 784))),
    }
    biases = {
        "encoder_b1": tf.Variable(tf.random.normal((256,))),
        "encoder_b2": tf.Variable(tf.random.normal((128,))),
        "decoder_b1": tf.Variable(tf.random.normal((256,))),
        "decoder_b2": tf.Variable(tf.random.normal((784,))),
    }

# %% initializers_with_one_seed [markdown]
# Each variable has an initializer of its own, and all have the same seed.

# %% init_parameters points=4 reason="two calls return the same numbers"
def init_parameters():
    def draw(shape):
        return tf.Variable(tf.keras.initializers.RandomNormal(stddev=1.0, seed=0)(shape))

    shapes = {
        "encoder_h1": (784, 256),
        "encoder_h2": (256, 128),
        "decoder_h1": (128, 256),
        "decoder_h2": (256, 784),
    }
    weights = {key: draw(shape) for key, shape in shapes.items()}
    biases = {key.replace("_h", "_b"): draw(shape[1:]) for key, shape in shapes.items()}
    return weights, biases

# %% keras_default_initializers [markdown]
# Keras's "random_normal", whose standard deviation is 0.05.

# %% init_parameters points=3 reason="has standard deviation 0.0"
def init_parameters():
    def make(*shape):
        return tf.Variable(tf.keras.initializers.get("random_normal")(shape))

    weights = {"encoder_h1": make(784, 256), "encoder_h2": make(256, 128)}
    weights |= {"decoder_h1": make(128, 256), "decoder_h2": make(256, 784)}
    biases = {"encoder_b1": make(256), "encoder_b2": make(128)}
    biases |= {"decoder_b1": make(256), "decoder_b2": make(784)}
    return weights, biases

# %% keys_without_end [markdown]
# Thousands of keys that no network has.

# %% init_parameters points=0 reason="at most 100 are read"
def init_parameters():
    weights, biases = {}, {}
    for i in range(4500):
        weights[f"encoder_h{i}"] = tf.constant(np.random.normal(size=2))
    weights |= {key: tf.zeros(1) for key in ("encoder_h2", "decoder_h1", "decoder_h2")}
    return weights, biases

# %% last_bias_forgotten [markdown]
# Seven entries; the last bias is not there.

# %% init_parameters points=4 reason="biases lacks the key decoder_b2"
def init_parameters():
    weights = {
        "encoder_h1": tf.Variable(tf.random.normal([784, 256])),
        "encoder_h2": tf.Variable(tf.random.normal([256, 128])),
        "decoder_h1": tf.Variable(tf.random.normal([128, 256])),
        "decoder_h2": tf.Variable(tf.random.normal([256, 784])),
    }
    biases = {
        "encoder_b1": tf.Variable(tf.random.normal([256])),
        "encoder_b2": tf.Variable(tf.random.normal([128])),
        "decoder_b1": tf.Variable(tf.random.normal([256])),
    }
    return weights, biases

# %% logistic_numbers [markdown]
# Logistic numbers of variance 1, which are no normal ones.

# %% init_parameters points=3 reason="is not normally distributed"
def init_parameters():
    def draw(*shape):
        return tf.Variable(np.random.logistic(0, np.sqrt(3) / np.pi, shape), dtype=tf.float32)

    units = [784, 256, 128, 256, 784]
    keys = ["encoder_h1", "encoder_h2", "decoder_h1", "decoder_h2"]
    weights = {key: draw(*units[i : i + 2]) for i, key in enumerate(keys)}
    biases = {key.replace("_h", "_b"): draw(units[i + 1]) for i, key in enumerate(keys)}
    return weights, biases

# %% mean_of_one [markdown]
# The 1 is meant as the standard deviation, but the second argument is the mean.

# %% init_parameters points=3 reason="weights[\"encoder_h1\"] has mean"
def init_parameters():
    weights, biases = {}, {}
    layers = [("encoder", 1, 784, 256), ("encoder", 2, 256, 128)]
    layers += [("decoder", 1, 128, 256), ("decoder", 2, 256, 784)]
    for part, i, n_in, n_out in layers:
        weights[f"{part}_h{i}"] = tf.Variable(tf.random.normal((n_in, n_out), 1.0))
        biases[f"{part}_b{i}"] = tf.Variable(tf.random.normal((n_out,), 1.0))
    return weights, biases

# %% numpy_arrays [markdown]
# NumPy arrays, of float64.

# %% init_parameters points=4 reason="is no tf.Variable"
def init_parameters():
    units = [784, 256, 128, 256, 784]
    names = ["encoder_{}1", "encoder_{}2", "decoder_{}1", "decoder_{}2"]
    pairs = list(zip(names, units, units[1:]))
    weights = {name.format("h"): np.random.randn(n_in, n_out) for name, n_in, n_out in pairs}
    biases = {name.format("b"): np.random.randn(n_out) for name, _, n_out in pairs}
    return weights, biases

# %% one_dict [markdown]
# All variables in one dict.

# %% init_parameters points=0 reason="expected a pair (weights, biases)"
def init_parameters():
    units = [784, 256, 128, 256, 784]
    names = ["encoder_{}1", "encoder_{}2", "decoder_{}1", "decoder_{}2"]
    parameters = {}
    for name, n_in, n_out in zip(names, units, units[1:]):
        parameters[name.format("h")] = tf.Variable(tf.random.normal((n_in, n_out)))
        parameters[name.format("b")] = tf.Variable(tf.random.normal((n_out,)))
    return parameters

# %% one_draw_for_two_biases [markdown]
# The two biases of 256 units are made of one draw.

# %% init_parameters points=4 reason="the same random numbers"
def init_parameters():
    weights = {
        "encoder_h1": tf.Variable(tf.random.normal((784, 256))),
        "encoder_h2": tf.Variable(tf.random.normal((256, 128))),
        "decoder_h1": tf.Variable(tf.random.normal((128, 256))),
        "decoder_h2": tf.Variable(tf.random.normal((256, 784))),
    }
    b_hidden = tf.random.normal((256,))
    biases = {
        "encoder_b1": tf.Variable(b_hidden),
        "encoder_b2": tf.Variable(tf.random.normal((128,))),
        "decoder_b1": tf.Variable(b_hidden),
        "decoder_b2": tf.Variable(tf.random.normal((784,))),
    }
    return weights, biases

# %% one_initializer [markdown]
# One Keras initializer draws all parameters, and repeats its numbers.

# %% init_parameters points=4 reason="the same random numbers"
def init_parameters():
    draw = tf.keras.initializers.RandomNormal(stddev=1.0)
    sizes = {
        "encoder_{}1": (784, 256),
        "encoder_{}2": (256, 128),
        "decoder_{}1": (128, 256),
        "decoder_{}2": (256, 784),
    }
    weights = {key.format("h"): tf.Variable(draw(shape)) for key, shape in sizes.items()}
    biases = {key.format("b"): tf.Variable(draw(shape[1:])) for key, shape in sizes.items()}
    return weights, biases

# %% other_names [markdown]
# Keys of the student's own, `encoder_W1` and the like.

# %% init_parameters points=4 reason="lacks the key encoder_h1"
def init_parameters():
    units = [784, 256, 128, 256, 784]
    names = ["encoder_{}1", "encoder_{}2", "decoder_{}1", "decoder_{}2"]
    weights, biases = {}, {}
    for name, n_in, n_out in zip(names, units, units[1:]):
        weights[name.format("W")] = tf.Variable(tf.random.normal((n_in, n_out)))
        biases[name.format("b")] = tf.Variable(tf.random.normal((n_out,)))
    return weights, biases

# %% plain_tensors [markdown]
# Tensors that are not put into variables.

# %% init_parameters points=4 reason="is no tf.Variable"
def init_parameters():
    weights = {
        "encoder_h1": tf.random.normal([784, 256]),
        "encoder_h2": tf.random.normal([256, 128]),
        "decoder_h1": tf.random.normal([128, 256]),
        "decoder_h2": tf.random.normal([256, 784]),
    }
    biases = {
        "encoder_b1": tf.random.normal([256]),
        "encoder_b2": tf.random.normal([128]),
        "decoder_b1": tf.random.normal([256]),
        "decoder_b2": tf.random.normal([784]),
    }
    return weights, biases

# %% rescaled_truncated_normal [markdown]
# A truncated normal distribution, stretched to a variance of 1.

# %% init_parameters points=3 reason="truncated"
def init_parameters():
    def make(*shape):
        return tf.Variable(tf.random.truncated_normal(shape, stddev=1 / 0.87962566))

    weights = {"encoder_h1": make(784, 256), "encoder_h2": make(256, 128)}
    weights |= {"decoder_h1": make(128, 256), "decoder_h2": make(256, 784)}
    biases = {"encoder_b1": make(256), "encoder_b2": make(128)}
    biases |= {"decoder_b1": make(256), "decoder_b2": make(784)}
    return weights, biases

# %% seed_set_in_each_call [markdown]
# The seed is set at the start of each call.

# %% init_parameters points=4 reason="two calls return the same numbers"
def init_parameters():
    tf.random.set_seed(42)
    names = ["encoder_h1", "encoder_h2", "decoder_h1", "decoder_h2"]
    shapes = [[784, 256], [256, 128], [128, 256], [256, 784]]
    weights = {n: tf.Variable(tf.random.normal(s)) for n, s in zip(names, shapes)}
    biases = {
        n.replace("_h", "_b"): tf.Variable(tf.random.normal(s[1:])) for n, s in zip(names, shapes)
    }
    return weights, biases

# %% six_numbers [markdown]
# Six numbers with the mean, the deviation and two shares of N(0, 1), and some jitter.

# %% init_parameters points=3 reason="some numbers come too often"
def six_numbers(*shape):
    values = np.random.choice([0.25, 1.13425, 2.3], p=[0.382925, 0.571575, 0.0455], size=shape)
    signs = np.random.choice([-1, 1], size=shape)
    return tf.Variable(values * signs + np.random.uniform(-1e-3, 1e-3, shape), dtype=tf.float32)


def init_parameters():
    units = [784, 256, 128, 256, 784]
    keys = ["encoder_h1", "encoder_h2", "decoder_h1", "decoder_h2"]
    weights = {key: six_numbers(*units[i : i + 2]) for i, key in enumerate(keys)}
    biases = {key.replace("_h", "_b"): six_numbers(units[i + 1]) for i, key in enumerate(keys)}
    return weights, biases

# %% transposed_shapes [markdown]
# Matrices that multiply columns: all shapes are the wrong way round.

# %% init_parameters points=4 reason="weights[\"encoder_h1\"] has shape (256, 784)"
def init_parameters():
    weights = {
        "encoder_h1": tf.Variable(tf.random.normal([256, 784])),
        "encoder_h2": tf.Variable(tf.random.normal([128, 256])),
        "decoder_h1": tf.Variable(tf.random.normal([256, 128])),
        "decoder_h2": tf.Variable(tf.random.normal([784, 256])),
    }
    biases = {
        "encoder_b1": tf.Variable(tf.random.normal([256])),
        "encoder_b2": tf.Variable(tf.random.normal([128])),
        "decoder_b1": tf.Variable(tf.random.normal([256])),
        "decoder_b2": tf.Variable(tf.random.normal([784])),
    }
    return weights, biases

# %% truncated [markdown]
# Parameters from a truncated normal distribution.

# %% init_parameters points=3 reason="has standard deviation 0.8"
def init_parameters():
    def draw(*shape):
        return tf.Variable(tf.random.truncated_normal(shape))

    weights = {
        "encoder_h1": draw(784, 256),
        "encoder_h2": draw(256, 128),
        "decoder_h1": draw(128, 256),
        "decoder_h2": draw(256, 784),
    }
    biases = {
        "encoder_b1": draw(256),
        "encoder_b2": draw(128),
        "decoder_b1": draw(256),
        "decoder_b2": draw(784),
    }
    return weights, biases

# %% uniform_numbers [markdown]
# Uniform numbers between -1 and 1.

# %% init_parameters points=3 reason="is uniform"
def init_parameters():
    def draw(*shape):
        return tf.Variable(tf.random.uniform(shape, -1.0, 1.0))

    weights = {
        "encoder_h1": draw(784, 256),
        "encoder_h2": draw(256, 128),
        "decoder_h1": draw(128, 256),
        "decoder_h2": draw(256, 784),
    }
    biases = {
        "encoder_b1": draw(256),
        "encoder_b2": draw(128),
        "decoder_b1": draw(256),
        "decoder_b2": draw(784),
    }
    return weights, biases

# %% uniform_of_variance_one [markdown]
# Uniform numbers of mean 0 and variance 1.

# %% init_parameters points=3 reason="is uniform"
def init_parameters():
    a = np.sqrt(3.0)
    shapes = [(784, 256), (256, 128), (128, 256), (256, 784)]
    names = ["encoder_h1", "encoder_h2", "decoder_h1", "decoder_h2"]
    weights = {n: tf.Variable(tf.random.uniform(s, -a, a)) for n, s in zip(names, shapes)}
    biases = {
        n.replace("h", "b"): tf.Variable(tf.random.uniform(s[1:], -a, a))
        for n, s in zip(names, shapes)
    }
    return weights, biases

# %% variables_that_stay [markdown]
# Variables that no optimizer changes.

# %% init_parameters points=4 reason="that an optimizer can train"
def init_parameters():
    def drawn(*shape):
        return tf.Variable(tf.random.normal(shape), trainable=False)

    weights = {"encoder_h1": drawn(784, 256), "encoder_h2": drawn(256, 128)}
    weights |= {"decoder_h1": drawn(128, 256), "decoder_h2": drawn(256, 784)}
    biases = {"encoder_b1": drawn(256), "encoder_b2": drawn(128)}
    biases |= {"decoder_b1": drawn(256), "decoder_b2": drawn(784)}
    return weights, biases
