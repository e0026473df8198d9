# %% [markdown] base="model"
# The form with a minus in front, over the last axis.

# %% kl_to_standard_normal
def kl_to_standard_normal(mean, log_var):
    return -0.5 * tf.reduce_sum(1 + log_var - tf.square(mean) - tf.exp(log_var), axis=-1)
