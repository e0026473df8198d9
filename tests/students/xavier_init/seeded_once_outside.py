# %% [markdown] base="model"
# A generator that is seeded once, outside: each call draws anew.

# %% xavier_init
_draw = np.random.default_rng(1)


def xavier_init(n_in, n_out):
    return tf.constant(_draw.standard_normal((n_in, n_out)) * (2 / (n_in + n_out)) ** 0.5)
