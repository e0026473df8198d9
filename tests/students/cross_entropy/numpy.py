# %% [markdown] base="model"
# Computes in NumPy: no gradient passes.

# %% cross_entropy points=4 reason="NumPy"
def cross_entropy(x, z):
    x, z = np.asarray(x), np.clip(np.asarray(z), 1e-7, 1 - 1e-7)
    return -np.mean(x * np.log(z) + (1 - x) * np.log(1 - z))
