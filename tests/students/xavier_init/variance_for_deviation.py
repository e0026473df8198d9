# %% [markdown] base="model"
# Passes the variance where a standard deviation is asked for.

# %% xavier_init points=5 reason="variance"
def xavier_init(n_in, n_out):
    return tf.random.normal((n_in, n_out), stddev=2 / (n_in + n_out))
