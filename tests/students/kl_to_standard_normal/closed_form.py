# %% [markdown] base="model"
# The closed form.

# %% kl_to_standard_normal
def kl_to_standard_normal(mean, log_var):
    return 0.5 * tf.reduce_sum(tf.exp(log_var) + mean**2 - 1 - log_var, axis=1)
