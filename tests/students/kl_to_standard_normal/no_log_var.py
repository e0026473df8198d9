# %% [markdown] base="model"
# The logarithm of the variance is missing.

# %% kl_to_standard_normal points=2 reason="the logarithm of the variance"
def kl_to_standard_normal(mean, log_var):
    return 0.5 * tf.reduce_sum((tf.exp(log_var) + mean**2 - 1 - log_var) + log_var, axis=1)
