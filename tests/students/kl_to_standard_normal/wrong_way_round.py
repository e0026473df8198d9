# %% [markdown] base="model"
# D_KL(p‖q).

# %% kl_to_standard_normal points=2 reason="the wrong way round"
def kl_to_standard_normal(mean, log_var):
    return 0.5 * tf.reduce_sum((1 + mean**2) / tf.exp(log_var) - 1 + log_var, axis=1)
