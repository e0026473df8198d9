# %% [markdown] base="model"
# Leaves TensorFlow at the end: no gradient passes.

# %% kl_to_standard_normal points=4 reason="no gradient reaches the mean"
def kl_to_standard_normal(mean, log_var):
    return 0.5 * tf.reduce_sum((tf.exp(log_var) + mean**2 - 1 - log_var), axis=1).numpy()
