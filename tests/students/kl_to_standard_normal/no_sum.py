# %% [markdown] base="model"
# One number for each dimension.

# %% kl_to_standard_normal points=1 reason="the sum over the d latent dimensions is missing"
def kl_to_standard_normal(mean, log_var):
    return 0.5 * (tf.exp(log_var) + mean**2 - 1 - log_var)
