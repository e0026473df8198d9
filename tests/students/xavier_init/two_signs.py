# %% [markdown] base="model"
# Only ± the standard deviation.

# %% xavier_init points=1 reason="holds few different numbers"
def xavier_init(n_in, n_out):
    signs = np.random.choice([-1.0, 1.0], size=(n_in, n_out))
    return signs * np.sqrt(2 / (n_in + n_out))
