# %% [markdown] base="model"
# One initializer object, which returns the same numbers at each call.

# %% xavier_init points=6 reason="the same numbers"
_initializer = tf.keras.initializers.GlorotUniform(seed=1)


def xavier_init(n_in, n_out):
    return _initializer((n_in, n_out))
