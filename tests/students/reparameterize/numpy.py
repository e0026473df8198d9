# %% [markdown] base="model"
# Computes in NumPy: no gradient passes.

# %% reparameterize points=2 reason="no gradient"
def reparameterize(mean, log_var, epsilon):
    return np.asarray(mean) + np.exp(log_var / 2) * np.asarray(epsilon)
