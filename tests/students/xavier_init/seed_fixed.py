# %% [markdown] base="model"
# The right distribution from a fixed seed.

# %% xavier_init points=6 reason="two calls return the same numbers"
def xavier_init(n_in, n_out):
    limit = np.sqrt(6 / (n_in + n_out))
    return np.random.default_rng(0).uniform(-limit, limit, (n_in, n_out))
