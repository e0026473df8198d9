# %% [markdown] base="model"
# A list of rows.

# %% xavier_init
def xavier_init(n_in, n_out):
    return np.random.normal(0, np.sqrt(2 / (n_in + n_out)), (n_in, n_out)).tolist()
