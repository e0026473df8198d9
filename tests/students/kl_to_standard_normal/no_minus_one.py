# %% [markdown] base="model"
# The term -1 is missing.

# %% kl_to_standard_normal points=2 reason="the term -1 is missing"
def kl_to_standard_normal(mean, log_var):
    return 0.5 * tf.reduce_sum((tf.exp(log_var) + mean**2 - 1 - log_var) + 1, axis=1)
