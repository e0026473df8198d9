# %% [markdown] base="model"
# Sums over the batch too.

# %% kl_to_standard_normal points=1 reason="one number for the whole batch"
def kl_to_standard_normal(mean, log_var):
    return 0.5 * tf.reduce_sum((tf.exp(log_var) + mean**2 - 1 - log_var))
