# %% [markdown] base="model"
# The mean is not squared.

# %% kl_to_standard_normal points=2 reason="the mean is not squared"
def kl_to_standard_normal(mean, log_var):
    return 0.5 * tf.reduce_sum(tf.exp(log_var) + mean - 1 - log_var, axis=1)
