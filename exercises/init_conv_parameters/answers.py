# %% keras_glorot [markdown]
# Glorot's initializer, a new one for each weight.

# %% init_conv_parameters
def init_conv_parameters():
    shapes = {
        "encoder_c1": (3, 3, 1, 16),
        "encoder_c2": (3, 3, 16, 32),
        "encoder_h3": (1568, 64),
        "decoder_h1": (64, 1568),
        "decoder_c2": (3, 3, 16, 32),
        "decoder_c3": (3, 3, 1, 16),
    }
    weights = {
        key: tf.Variable(tf.keras.initializers.GlorotNormal()(shape))
        for key, shape in shapes.items()
    }
    units = {"encoder_b1": 16, "encoder_b2": 32, "encoder_b3": 64}
    units |= {"decoder_b1": 1568, "decoder_b2": 16, "decoder_b3": 1}
    return weights, {key: tf.Variable(tf.zeros(n)) for key, n in units.items()}


# %% he_by_hand [markdown]
# He's variance, normal, with the fans written out.


# %% init_conv_parameters
def init_conv_parameters():
    def draw(shape, fan_in):
        return tf.Variable(tf.random.normal(shape, stddev=(2 / fan_in) ** 0.5))

    weights = {
        "encoder_c1": draw((3, 3, 1, 16), 9),
        "encoder_c2": draw((3, 3, 16, 32), 9 * 16),
        "encoder_h3": draw((1568, 64), 1568),
        "decoder_h1": draw((64, 1568), 64),
        "decoder_c2": draw((3, 3, 16, 32), 9 * 32),
        "decoder_c3": draw((3, 3, 1, 16), 9 * 16),
    }
    biases = {
        "encoder_b1": tf.Variable(tf.zeros((16,))),
        "encoder_b2": tf.Variable(tf.zeros((32,))),
        "encoder_b3": tf.Variable(tf.zeros((64,))),
        "decoder_b1": tf.Variable(tf.zeros((1568,))),
        "decoder_b2": tf.Variable(tf.zeros((16,))),
        "decoder_b3": tf.Variable(tf.zeros((1,))),
    }
    return weights, biases


# %% keras_he_uniform [markdown]
# Keras's own He initializer, which takes the other fan of a transposed kernel, and Keras variables.


# %% init_conv_parameters
def init_conv_parameters():
    weights = {}
    for key, shape in (
        ("encoder_c1", (3, 3, 1, 16)),
        ("encoder_c2", (3, 3, 16, 32)),
        ("encoder_h3", (1568, 64)),
        ("decoder_h1", (64, 1568)),
        ("decoder_c2", (3, 3, 16, 32)),
        ("decoder_c3", (3, 3, 1, 16)),
    ):
        weights[key] = tf.keras.Variable(tf.keras.initializers.HeUniform()(shape))
    biases = {}
    for key, n in zip(
        ["encoder_b1", "encoder_b2", "encoder_b3", "decoder_b1", "decoder_b2", "decoder_b3"],
        [16, 32, 64, 1568, 16, 1],
    ):
        biases[key] = tf.keras.Variable(np.zeros(n, np.float32))
    return weights, biases


# %% layers_of_keras [markdown]
# Weights are taken from fresh layers of Keras.


# %% init_conv_parameters
def init_conv_parameters():
    keras = tf.keras
    c1, c2 = keras.layers.Conv2D(16, 3), keras.layers.Conv2D(32, 3)
    h3, h1 = keras.layers.Dense(64), keras.layers.Dense(1568)
    d2, d3 = keras.layers.Conv2DTranspose(16, 3), keras.layers.Conv2DTranspose(1, 3)
    for layer, shape in (
        (c1, (1, 28, 28, 1)),
        (c2, (1, 14, 14, 16)),
        (h3, (1, 1568)),
        (h1, (1, 64)),
        (d2, (1, 7, 7, 32)),
        (d3, (1, 14, 14, 16)),
    ):
        layer.build(shape)
    weights = {
        "encoder_c1": c1.kernel,
        "encoder_c2": c2.kernel,
        "encoder_h3": h3.kernel,
        "decoder_h1": h1.kernel,
        "decoder_c2": d2.kernel,
        "decoder_c3": d3.kernel,
    }
    biases = {
        "encoder_b1": c1.bias,
        "encoder_b2": c2.bias,
        "encoder_b3": h3.bias,
        "decoder_b1": h1.bias,
        "decoder_b2": d2.bias,
        "decoder_b3": d3.bias,
    }
    return weights, biases


# %% truncated_numpy [markdown]
# Truncated draws without correction, of NumPy; biases are drawn too.


# %% init_conv_parameters
def init_conv_parameters():
    rng = np.random.default_rng()

    def draw(*shape):
        area = np.prod(shape[:-2])
        deviation = np.sqrt(2 / (area * (shape[-2] + shape[-1])))
        values = rng.normal(size=shape)
        while np.any(np.abs(values) > 2):
            values = np.where(np.abs(values) > 2, rng.normal(size=shape), values)
        return tf.Variable((values * deviation).astype("float32"))

    weights = dict(
        encoder_c1=draw(3, 3, 1, 16),
        encoder_c2=draw(3, 3, 16, 32),
        encoder_h3=draw(1568, 64),
        decoder_h1=draw(64, 1568),
        decoder_c2=draw(3, 3, 16, 32),
        decoder_c3=draw(3, 3, 1, 16),
    )
    biases = dict(encoder_b1=16, encoder_b2=32, encoder_b3=64, decoder_b1=1568)
    biases |= dict(decoder_b2=16, decoder_b3=1)
    for key, n in biases.items():
        biases[key] = tf.Variable(rng.normal(scale=0.1, size=n).astype("float32"))
    return weights, biases


# %% biases_that_are_no_draws [markdown]
# Draws of which half are set to zero, or all to their absolute value: any biases are right.


# %% init_conv_parameters
def init_conv_parameters():
    glorot = tf.keras.initializers.GlorotNormal
    weights = {
        "encoder_c1": tf.Variable(glorot()((3, 3, 1, 16))),
        "encoder_c2": tf.Variable(glorot()((3, 3, 16, 32))),
        "encoder_h3": tf.Variable(glorot()((1568, 64))),
        "decoder_h1": tf.Variable(glorot()((64, 1568))),
        "decoder_c2": tf.Variable(glorot()((3, 3, 16, 32))),
        "decoder_c3": tf.Variable(glorot()((3, 3, 1, 16))),
    }
    biases = {}
    for key, n in zip(("encoder_b1", "encoder_b2", "encoder_b3"), (16, 32, 64)):
        biases[key] = tf.Variable(tf.nn.relu(tf.random.normal([n])))
    for key, n in zip(("decoder_b1", "decoder_b2", "decoder_b3"), (1568, 16, 1)):
        biases[key] = tf.Variable(tf.abs(tf.random.normal([n])))
    return weights, biases


# %% standard_normal [markdown]
# Draws from N(0, 1).

# %% init_conv_parameters points=2.5 reason="the weights are drawn from N(0, 1)"
SHAPES = {
    "weights": {
        "encoder_c1": (3, 3, 1, 16),
        "encoder_c2": (3, 3, 16, 32),
        "encoder_h3": (1568, 64),
        "decoder_h1": (64, 1568),
        "decoder_c2": (3, 3, 16, 32),
        "decoder_c3": (3, 3, 1, 16),
    },
    "biases": {
        "encoder_b1": (16,),
        "encoder_b2": (32,),
        "encoder_b3": (64,),
        "decoder_b1": (1568,),
        "decoder_b2": (16,),
        "decoder_b3": (1,),
    },
}


def init_conv_parameters():
    weights = {
        key: tf.Variable(tf.random.normal(shape)) for key, shape in SHAPES["weights"].items()
    }
    return weights, {key: tf.Variable(tf.zeros(shape)) for key, shape in SHAPES["biases"].items()}


# %% lecun [markdown]
# LeCun's variance, half of He's.

# %% init_conv_parameters points=2.5 reason="1 / fan_in"
def init_conv_parameters():
    lecun = tf.keras.initializers.LecunNormal
    weights = {
        "encoder_c1": tf.Variable(lecun()((3, 3, 1, 16))),
        "encoder_c2": tf.Variable(lecun()((3, 3, 16, 32))),
        "encoder_h3": tf.Variable(lecun()((1568, 64))),
        "decoder_h1": tf.Variable(lecun()((64, 1568))),
        "decoder_c2": tf.Variable(lecun()((3, 3, 16, 32))),
        "decoder_c3": tf.Variable(lecun()((3, 3, 1, 16))),
    }
    units = zip(("encoder", "encoder", "encoder", "decoder", "decoder", "decoder"), "123123")
    counts = (16, 32, 64, 1568, 16, 1)
    biases = {f"{part}_b{n}": tf.Variable(tf.zeros(c)) for (part, n), c in zip(units, counts)}
    return weights, biases

# %% area_forgotten [markdown]
# The fans are numbers of channels, without the area of the kernel.

# %% init_conv_parameters points=2.5 reason="the area of the kernel"
SHAPES = {
    "weights": {
        "encoder_c1": (3, 3, 1, 16),
        "encoder_c2": (3, 3, 16, 32),
        "encoder_h3": (1568, 64),
        "decoder_h1": (64, 1568),
        "decoder_c2": (3, 3, 16, 32),
        "decoder_c3": (3, 3, 1, 16),
    },
    "biases": {
        "encoder_b1": (16,),
        "encoder_b2": (32,),
        "encoder_b3": (64,),
        "decoder_b1": (1568,),
        "decoder_b2": (16,),
        "decoder_b3": (1,),
    },
}


def init_conv_parameters():
    weights = {}
    for key, shape in SHAPES["weights"].items():
        n_in, n_out = shape[-2:]
        bound = (6 / (n_in + n_out)) ** 0.5
        weights[key] = tf.Variable(tf.random.uniform(shape, -bound, bound))
    return weights, {key: tf.Variable(tf.zeros(shape)) for key, shape in SHAPES["biases"].items()}


# %% one_small_deviation [markdown]
# One small standard deviation for all layers.

# %% init_conv_parameters points=2.5 reason="times what Glorot"
SHAPES = {
    "weights": {
        "encoder_c1": (3, 3, 1, 16),
        "encoder_c2": (3, 3, 16, 32),
        "encoder_h3": (1568, 64),
        "decoder_h1": (64, 1568),
        "decoder_c2": (3, 3, 16, 32),
        "decoder_c3": (3, 3, 1, 16),
    },
    "biases": {
        "encoder_b1": (16,),
        "encoder_b2": (32,),
        "encoder_b3": (64,),
        "decoder_b1": (1568,),
        "decoder_b2": (16,),
        "decoder_b3": (1,),
    },
}


def init_conv_parameters():
    weights = {
        key: tf.Variable(tf.random.truncated_normal(shape, stddev=0.1))
        for key, shape in SHAPES["weights"].items()
    }
    return weights, {key: tf.Variable(tf.zeros(shape)) for key, shape in SHAPES["biases"].items()}


# %% same_initializer [markdown]
# One initializer for both kernels of a shape.

# %% init_conv_parameters points=3 reason="hold the same random numbers"
SHAPES = {
    "weights": {
        "encoder_c1": (3, 3, 1, 16),
        "encoder_c2": (3, 3, 16, 32),
        "encoder_h3": (1568, 64),
        "decoder_h1": (64, 1568),
        "decoder_c2": (3, 3, 16, 32),
        "decoder_c3": (3, 3, 1, 16),
    },
    "biases": {
        "encoder_b1": (16,),
        "encoder_b2": (32,),
        "encoder_b3": (64,),
        "decoder_b1": (1568,),
        "decoder_b2": (16,),
        "decoder_b3": (1,),
    },
}


def init_conv_parameters():
    glorot = tf.keras.initializers.GlorotUniform()
    weights = {key: tf.Variable(glorot(shape)) for key, shape in SHAPES["weights"].items()}
    return weights, {key: tf.Variable(tf.zeros(shape)) for key, shape in SHAPES["biases"].items()}


# %% seed_set_inside [markdown]
# A seed is fixed inside.

# %% init_conv_parameters points=3 reason="two calls return the same numbers"
SHAPES = {
    "weights": {
        "encoder_c1": (3, 3, 1, 16),
        "encoder_c2": (3, 3, 16, 32),
        "encoder_h3": (1568, 64),
        "decoder_h1": (64, 1568),
        "decoder_c2": (3, 3, 16, 32),
        "decoder_c3": (3, 3, 1, 16),
    },
    "biases": {
        "encoder_b1": (16,),
        "encoder_b2": (32,),
        "encoder_b3": (64,),
        "decoder_b1": (1568,),
        "decoder_b2": (16,),
        "decoder_b3": (1,),
    },
}


def init_conv_parameters():
    tf.keras.utils.set_random_seed(0)
    weights = {
        key: tf.Variable(tf.keras.initializers.GlorotUniform()(shape))
        for key, shape in SHAPES["weights"].items()
    }
    return weights, {key: tf.Variable(tf.zeros(shape)) for key, shape in SHAPES["biases"].items()}


# %% tensors [markdown]
# Tensors, which no optimizer can train.

# %% init_conv_parameters points=3.5 reason="is no tf.Variable"
SHAPES = {
    "weights": {
        "encoder_c1": (3, 3, 1, 16),
        "encoder_c2": (3, 3, 16, 32),
        "encoder_h3": (1568, 64),
        "decoder_h1": (64, 1568),
        "decoder_c2": (3, 3, 16, 32),
        "decoder_c3": (3, 3, 1, 16),
    },
    "biases": {
        "encoder_b1": (16,),
        "encoder_b2": (32,),
        "encoder_b3": (64,),
        "decoder_b1": (1568,),
        "decoder_b2": (16,),
        "decoder_b3": (1,),
    },
}


def init_conv_parameters():
    weights = {
        key: tf.keras.initializers.GlorotUniform()(shape)
        for key, shape in SHAPES["weights"].items()
    }
    return weights, {key: tf.zeros(shape) for key, shape in SHAPES["biases"].items()}


# %% float64 [markdown]
# Variables of another type.

# %% init_conv_parameters points=3.5 reason="is of type float64"
SHAPES = {
    "weights": {
        "encoder_c1": (3, 3, 1, 16),
        "encoder_c2": (3, 3, 16, 32),
        "encoder_h3": (1568, 64),
        "decoder_h1": (64, 1568),
        "decoder_c2": (3, 3, 16, 32),
        "decoder_c3": (3, 3, 1, 16),
    },
    "biases": {
        "encoder_b1": (16,),
        "encoder_b2": (32,),
        "encoder_b3": (64,),
        "decoder_b1": (1568,),
        "decoder_b2": (16,),
        "decoder_b3": (1,),
    },
}


def init_conv_parameters():
    weights = {
        key: tf.Variable(tf.cast(tf.keras.initializers.GlorotUniform()(shape), tf.float64))
        for key, shape in SHAPES["weights"].items()
    }
    biases = {key: tf.Variable(tf.zeros(s, tf.float64)) for key, s in SHAPES["biases"].items()}
    return weights, biases


# %% kernels_of_a_convolution [markdown]
# The kernels of the decoder have their axes in the order of a convolution.

# %% init_conv_parameters points=3.5 reason="has shape (3, 3, 32, 16)"
SHAPES = {
    "weights": {
        "encoder_c1": (3, 3, 1, 16),
        "encoder_c2": (3, 3, 16, 32),
        "encoder_h3": (1568, 64),
        "decoder_h1": (64, 1568),
        "decoder_c2": (3, 3, 16, 32),
        "decoder_c3": (3, 3, 1, 16),
    },
    "biases": {
        "encoder_b1": (16,),
        "encoder_b2": (32,),
        "encoder_b3": (64,),
        "decoder_b1": (1568,),
        "decoder_b2": (16,),
        "decoder_b3": (1,),
    },
}


def init_conv_parameters():
    shapes = dict(SHAPES["weights"], decoder_c2=(3, 3, 32, 16), decoder_c3=(3, 3, 16, 1))
    weights = {
        key: tf.Variable(tf.keras.initializers.GlorotUniform()(shape))
        for key, shape in shapes.items()
    }
    return weights, {key: tf.Variable(tf.zeros(shape)) for key, shape in SHAPES["biases"].items()}


# %% zeros [markdown]
# Nothing is drawn.

# %% init_conv_parameters points=0.5 reason="holds one number only"
SHAPES = {
    "weights": {
        "encoder_c1": (3, 3, 1, 16),
        "encoder_c2": (3, 3, 16, 32),
        "encoder_h3": (1568, 64),
        "decoder_h1": (64, 1568),
        "decoder_c2": (3, 3, 16, 32),
        "decoder_c3": (3, 3, 1, 16),
    },
    "biases": {
        "encoder_b1": (16,),
        "encoder_b2": (32,),
        "encoder_b3": (64,),
        "decoder_b1": (1568,),
        "decoder_b2": (16,),
        "decoder_b3": (1,),
    },
}


def init_conv_parameters():
    weights = {key: tf.Variable(tf.zeros(shape)) for key, shape in SHAPES["weights"].items()}
    return weights, {key: tf.Variable(tf.zeros(shape)) for key, shape in SHAPES["biases"].items()}


# %% positive_draws [markdown]
# Draws between 0 and a bound, of the right variance.

# %% init_conv_parameters points=3.5 reason="expected 0"
SHAPES = {
    "weights": {
        "encoder_c1": (3, 3, 1, 16),
        "encoder_c2": (3, 3, 16, 32),
        "encoder_h3": (1568, 64),
        "decoder_h1": (64, 1568),
        "decoder_c2": (3, 3, 16, 32),
        "decoder_c3": (3, 3, 1, 16),
    },
    "biases": {
        "encoder_b1": (16,),
        "encoder_b2": (32,),
        "encoder_b3": (64,),
        "decoder_b1": (1568,),
        "decoder_b2": (16,),
        "decoder_b3": (1,),
    },
}


def init_conv_parameters():
    weights = {}
    for key, shape in SHAPES["weights"].items():
        *area, n_in, n_out = shape
        bound = (24 / (np.prod(area) * (n_in + n_out))) ** 0.5
        weights[key] = tf.Variable(tf.random.uniform(shape, 0, bound, tf.float32))
    return weights, {key: tf.Variable(tf.zeros(shape)) for key, shape in SHAPES["biases"].items()}


# %% one_filter_for_all [markdown]
# One kernel is drawn and stands for all filters.

# %% init_conv_parameters points=0.5 reason="draw of its own"
SHAPES = {
    "weights": {
        "encoder_c1": (3, 3, 1, 16),
        "encoder_c2": (3, 3, 16, 32),
        "encoder_h3": (1568, 64),
        "decoder_h1": (64, 1568),
        "decoder_c2": (3, 3, 16, 32),
        "decoder_c3": (3, 3, 1, 16),
    },
    "biases": {
        "encoder_b1": (16,),
        "encoder_b2": (32,),
        "encoder_b3": (64,),
        "decoder_b1": (1568,),
        "decoder_b2": (16,),
        "decoder_b3": (1,),
    },
}


def init_conv_parameters():
    weights = {}
    for key, shape in SHAPES["weights"].items():
        *area, n_in, n_out = shape
        deviation = (2 / (np.prod(area) * (n_in + n_out))) ** 0.5
        one = tf.random.normal((*shape[:-1], 1), stddev=deviation)
        weights[key] = tf.Variable(tf.repeat(one, n_out, axis=-1))
    return weights, {key: tf.Variable(tf.zeros(shape)) for key, shape in SHAPES["biases"].items()}

# %% right mutants [markdown]
# - `2 → -2`: Axis 2 of the four of a kernel is the last but one.
# - `tf.zeros → tf.ones`: Any biases are right.
