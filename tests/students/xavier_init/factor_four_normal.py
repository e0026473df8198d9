# %% [markdown] base="model"
# The factor 4 for sigmoid units, normal.

# %% xavier_init
def xavier_init(n_in, n_out):
    return 4.0 * tf.random.normal((n_in, n_out)) * np.float32(np.sqrt(2 / (n_in + n_out)))
