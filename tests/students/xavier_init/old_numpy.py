# %% [markdown] base="model"
# NumPy's old functions, scaled and shifted.

# %% xavier_init
def xavier_init(n_in, n_out):
    limit = np.sqrt(6.0) / np.sqrt(n_in + n_out)
    return 2 * limit * np.random.rand(n_in, n_out) - limit
