# %% [markdown] base="model"
# A sum for each term.

# %% kl_to_standard_normal
def kl_to_standard_normal(mean, log_var):
    d = tf.cast(tf.shape(mean)[1], tf.float32)
    return 0.5 * (
        tf.reduce_sum(tf.exp(log_var), 1)
        + tf.reduce_sum(mean * mean, 1)
        - d
        - tf.reduce_sum(log_var, 1)
    )
