# %% [markdown] base="model"
# The divergence of a batch, summed over its examples instead of its latent dimensions.

# %% kl_to_standard_normal points=1 reason="runs over the batch"
def kl_to_standard_normal(mean, log_var):
    return 0.5 * tf.reduce_sum(tf.exp(log_var) + tf.square(mean) - 1 - log_var, axis=0)
