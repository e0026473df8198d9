# %% [markdown] base="model"
# A mean over the dimensions in place of the sum.

# %% kl_to_standard_normal points=2 reason="the mean over the d latent dimensions"
def kl_to_standard_normal(mean, log_var):
    return 0.5 * tf.reduce_mean((tf.exp(log_var) + mean**2 - 1 - log_var), axis=1)
