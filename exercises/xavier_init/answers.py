# %% factor_four_normal [markdown]
# The factor 4 for sigmoid units, normal.

# %% xavier_init
def xavier_init(n_in, n_out):
    return 4.0 * tf.random.normal((n_in, n_out)) * np.float32(np.sqrt(2 / (n_in + n_out)))

# %% generator_of_its_own [markdown]
# A generator of its own, not seeded.

# %% xavier_init
_generator = tf.random.Generator.from_non_deterministic_state()


def xavier_init(n_in, n_out):
    bound = tf.math.sqrt(6 / (n_in + n_out))
    return _generator.uniform((n_in, n_out), -1.0, 1.0) * tf.cast(bound, tf.float32)

# %% glorot_normal_of_keras [markdown]
# Keras's truncated normal.

# %% xavier_init
def xavier_init(n_in, n_out):
    return tf.keras.initializers.get("glorot_normal")((n_in, n_out), dtype="float32")

# %% glorot_uniform_of_keras [markdown]
# A new initializer at each call.

# %% xavier_init
def xavier_init(n_in, n_out):
    return tf.keras.initializers.GlorotUniform()(shape=(n_in, n_out))

# %% normal_of_tensorflow [markdown]
# A normal distribution.

# %% xavier_init
def xavier_init(n_in, n_out):
    return tf.random.normal((n_in, n_out), stddev=tf.sqrt(2.0 / (n_in + n_out)))

# %% numpy_in_float64 [markdown]
# NumPy's normal distribution, in float64.

# %% xavier_init
def xavier_init(n_in, n_out):
    return np.random.default_rng().normal(0, np.sqrt(2 / (n_in + n_out)), size=(n_in, n_out))

# %% old_numpy [markdown]
# NumPy's old functions, scaled and shifted.

# %% xavier_init
def xavier_init(n_in, n_out):
    limit = np.sqrt(6.0) / np.sqrt(n_in + n_out)
    return 2 * limit * np.random.rand(n_in, n_out) - limit

# %% half_precision [markdown]
# In float16, which repeats each number of a large matrix.

# %% xavier_init
def xavier_init(n_in, n_out):
    draw = tf.random.normal((n_in, n_out), stddev=np.sqrt(2 / (n_in + n_out)))
    return tf.cast(draw, tf.float16)

# %% rows_as_a_list [markdown]
# A list of rows.

# %% xavier_init
def xavier_init(n_in, n_out):
    return np.random.normal(0, np.sqrt(2 / (n_in + n_out)), (n_in, n_out)).tolist()

# %% seeded_once_outside [markdown]
# A generator that is seeded once, outside: each call draws anew.

# %% xavier_init
_draw = np.random.default_rng(1)


def xavier_init(n_in, n_out):
    return tf.constant(_draw.standard_normal((n_in, n_out)) * (2 / (n_in + n_out)) ** 0.5)

# %% truncated_uncorrected [markdown]
# Truncated at two standard deviations, and not corrected.

# %% xavier_init
def xavier_init(n_in, n_out):
    return tf.random.truncated_normal([n_in, n_out], 0.0, (2 / (n_in + n_out)) ** 0.5)

# %% variable [markdown]
# Returns a variable.

# %% xavier_init
def xavier_init(n_in, n_out):
    bound = (6 / (n_in + n_out)) ** 0.5
    return tf.Variable(tf.random.uniform([n_in, n_out], minval=-bound, maxval=bound))

# %% variance_scaling [markdown]
# The family of which Xavier is a member, untruncated.

# %% xavier_init
def xavier_init(n_in, n_out):
    scaling = tf.keras.initializers.VarianceScaling(1.0, "fan_avg", "untruncated_normal")
    return scaling((n_in, n_out))

# %% weights_of_a_dense_layer [markdown]
# Takes the weights of a new layer, whose default is Xavier's.

# %% xavier_init
def xavier_init(n_in, n_out):
    layer = tf.keras.layers.Dense(n_out)
    layer.build((None, n_in))
    return layer.kernel

# %% bound_alone [markdown]
# Returns the bound of the uniform distribution.

# %% xavier_init points=0 reason="shape"
def xavier_init(n_in, n_out):
    return tf.sqrt(6 / (n_in + n_out))

# %% half_the_variance [markdown]
# The range √(3 / (n_in + n_out)).

# %% xavier_init points=6 reason="variance"
def xavier_init(n_in, n_out):
    bound = np.sqrt(3 / (n_in + n_out))
    return tf.random.uniform((n_in, n_out), -bound, bound)

# %% he [markdown]
# He's initialisation, for ReLU.

# %% xavier_init points=6 reason="variance"
def xavier_init(n_in, n_out):
    return tf.keras.initializers.HeNormal()((n_in, n_out))

# %% inputs_alone [markdown]
# LeCun's initialisation, which looks at the inputs alone.

# %% xavier_init points=6 reason="times what Xavier initialisation gives"
def xavier_init(n_in, n_out):
    return tf.random.normal((n_in, n_out), stddev=np.sqrt(1 / n_in))

# %% one_initializer_object [markdown]
# One initializer object, which returns the same numbers at each call.

# %% xavier_init points=6 reason="the same numbers"
_initializer = tf.keras.initializers.GlorotUniform(seed=1)


def xavier_init(n_in, n_out):
    return _initializer((n_in, n_out))

# %% one_large_number [markdown]
# Tiny noise, and one number that makes the variance what it is to be.

# %% xavier_init points=1 reason="far larger than all others"
def xavier_init(n_in, n_out):
    w = np.random.normal(scale=1e-6, size=(n_in, n_out))
    w[0, 0] = np.sqrt(2 * w.size / (n_in + n_out))
    return tf.constant(w, tf.float32)

# %% one_scalar [markdown]
# One number for all weights.

# %% xavier_init points=1 reason="holds one number only"
def xavier_init(n_in, n_out):
    value = np.random.normal(scale=np.sqrt(2 / (n_in + n_out)))
    return tf.fill((n_in, n_out), np.float32(value))

# %% outputs_alone [markdown]
# 1/n_out as the variance.

# %% xavier_init points=6 reason="variance"
def xavier_init(n_in, n_out):
    return tf.random.normal((n_in, n_out), stddev=np.sqrt(1 / n_out))

# %% positive_only [markdown]
# Draws from 0 to the bound.

# %% xavier_init points=4 reason="mean"
def xavier_init(n_in, n_out):
    bound = np.sqrt(6 / (n_in + n_out))
    return tf.random.uniform((n_in, n_out), 0, bound)

# %% rank_one [markdown]
# The products of a column and a row of draws.

# %% xavier_init points=1 reason="every entry is to be a draw of its own"
def xavier_init(n_in, n_out):
    column, row = tf.random.normal((n_in, 1)), tf.random.normal((1, n_out))
    return column * row * np.float32(np.sqrt(2 / (n_in + n_out)))

# %% rows_repeated [markdown]
# Draws one row and repeats it.

# %% xavier_init points=1 reason="holds few different numbers"
def xavier_init(n_in, n_out):
    bound = np.sqrt(6 / (n_in + n_out))
    return tf.tile(tf.random.uniform((1, n_out), -bound, bound), (n_in, 1))

# %% seed_fixed [markdown]
# The right distribution from a fixed seed.

# %% xavier_init points=6 reason="two calls return the same numbers"
def xavier_init(n_in, n_out):
    limit = np.sqrt(6 / (n_in + n_out))
    return np.random.default_rng(0).uniform(-limit, limit, (n_in, n_out))

# %% standard_normal [markdown]
# N(0, 1), as in the notebooks before.

# %% xavier_init points=5 reason="variance"
def xavier_init(n_in, n_out):
    return tf.random.normal((n_in, n_out))

# %% transposed [markdown]
# The shape the wrong way round.

# %% xavier_init points=0 reason="shape"
def xavier_init(n_in, n_out):
    bound = np.sqrt(6 / (n_in + n_out))
    return tf.random.uniform((n_out, n_in), -bound, bound)

# %% two_signs [markdown]
# Only ± the standard deviation.

# %% xavier_init points=1 reason="holds few different numbers"
def xavier_init(n_in, n_out):
    signs = np.random.choice([-1.0, 1.0], size=(n_in, n_out))
    return signs * np.sqrt(2 / (n_in + n_out))

# %% variance_for_deviation [markdown]
# Passes the variance where a standard deviation is asked for.

# %% xavier_init points=5 reason="variance"
def xavier_init(n_in, n_out):
    return tf.random.normal((n_in, n_out), stddev=2 / (n_in + n_out))

# %% zeros_and_a_one [markdown]
# All zeros and a single 1.

# %% xavier_init points=1 reason="holds few different numbers"
def xavier_init(n_in, n_out):
    w = np.zeros((n_in, n_out), np.float32)
    w[0, 0] = 1.0
    return tf.constant(w)

# %% right mutants [markdown]
# - `tf.random.uniform((n_in, n_out), -bound, bound) → tf.random.uniform((n_in, n_out), bound,
#   -bound)`: The range from end to end is the same.
