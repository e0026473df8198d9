# %% [markdown] base="model"
# Draws from 0 to the bound.

# %% xavier_init points=4 reason="mean"
def xavier_init(n_in, n_out):
    bound = np.sqrt(6 / (n_in + n_out))
    return tf.random.uniform((n_in, n_out), 0, bound)
