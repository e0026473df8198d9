# %% [markdown] base="model"
# The cross-entropy of q and N(0, I) minus the entropy of q, each with its constant.

# %% kl_to_standard_normal
def kl_to_standard_normal(mean, log_var):
    log_two_pi = tf.math.log(2 * np.pi)
    cross = 0.5 * (log_two_pi + tf.math.exp(log_var) + mean * mean)
    entropy = 0.5 * (log_two_pi + 1 + log_var)
    return tf.reduce_sum(cross - entropy, -1)
