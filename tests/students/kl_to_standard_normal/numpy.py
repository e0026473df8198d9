# %% [markdown] base="model"
# Sums in NumPy: no gradient passes.

# %% kl_to_standard_normal points=4 reason="no gradient reaches the mean"
def kl_to_standard_normal(mean, log_var):
    return np.sum((tf.exp(log_var) + mean**2 - 1 - log_var).numpy(), axis=1) / 2
