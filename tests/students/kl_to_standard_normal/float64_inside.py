# %% [markdown] base="model"
# Computes in float64 and returns that.

# %% kl_to_standard_normal
def kl_to_standard_normal(mean, log_var):
    mean, log_var = tf.cast(mean, tf.float64), tf.cast(log_var, tf.float64)
    return tf.einsum("nd->n", tf.math.expm1(log_var) - log_var + mean**2) / 2
