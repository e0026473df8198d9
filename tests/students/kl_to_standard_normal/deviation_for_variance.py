# %% [markdown] base="model"
# The standard deviation stands where the variance belongs.

# %% kl_to_standard_normal points=2 reason="the standard deviation"
def kl_to_standard_normal(mean, log_var):
    return 0.5 * tf.reduce_sum(tf.exp(log_var / 2) + mean**2 - 1 - log_var, axis=1)
