# %% [markdown] base="model"
# Takes log_var for the logarithm of the standard deviation.

# %% kl_to_standard_normal points=2 reason="logarithm of the standard deviation"
def kl_to_standard_normal(mean, log_var):
    variance = tf.exp(2 * log_var)
    return 0.5 * tf.reduce_sum(variance + mean**2 - 1 - 2 * log_var, axis=1)
