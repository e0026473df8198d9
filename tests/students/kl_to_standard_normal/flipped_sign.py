# %% [markdown] base="model"
# The negative of the divergence.

# %% kl_to_standard_normal points=2 reason="the sign is flipped"
def kl_to_standard_normal(mean, log_var):
    return -0.5 * tf.reduce_sum((tf.exp(log_var) + mean**2 - 1 - log_var), axis=1)
