# %% [markdown] base="model"
# NumPy's normal distribution, in float64.

# %% xavier_init
def xavier_init(n_in, n_out):
    return np.random.default_rng().normal(0, np.sqrt(2 / (n_in + n_out)), size=(n_in, n_out))
