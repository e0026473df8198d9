# %% [markdown] base="model"
# A normal distribution.

# %% xavier_init
def xavier_init(n_in, n_out):
    return tf.random.normal((n_in, n_out), stddev=tf.sqrt(2.0 / (n_in + n_out)))
