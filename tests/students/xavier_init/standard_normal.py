# %% [markdown] base="model"
# N(0, 1), as in the notebooks before.

# %% xavier_init points=5 reason="variance"
def xavier_init(n_in, n_out):
    return tf.random.normal((n_in, n_out))
