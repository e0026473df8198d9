# %% [markdown] base="model"
# A generator of its own, not seeded.

# %% xavier_init
_generator = tf.random.Generator.from_non_deterministic_state()


def xavier_init(n_in, n_out):
    bound = tf.math.sqrt(6 / (n_in + n_out))
    return _generator.uniform((n_in, n_out), -1.0, 1.0) * tf.cast(bound, tf.float32)
