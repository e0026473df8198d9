# %% [markdown] base="model"
# The products of a column and a row of draws.

# %% xavier_init points=1 reason="every entry is to be a draw of its own"
def xavier_init(n_in, n_out):
    column, row = tf.random.normal((n_in, 1)), tf.random.normal((1, n_out))
    return column * row * np.float32(np.sqrt(2 / (n_in + n_out)))
