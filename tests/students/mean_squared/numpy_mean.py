# %% [markdown] base="model"
# The right value, computed by NumPy.

# %% mean_squared points=3 reason="no gradient reaches z"
def mean_squared(x, z):
    return np.mean((np.array(x) - np.array(z)) ** 2)
