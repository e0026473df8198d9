# %% [markdown] base="model"
# Sums over the batch in place of the dimensions.

# %% kl_to_standard_normal points=1 reason="runs over the batch"
def kl_to_standard_normal(mean, log_var):
    return 0.5 * tf.reduce_sum((tf.exp(log_var) + mean**2 - 1 - log_var), axis=0)
