# %% [markdown] base="model"
# The root of the variance.

# %% reparameterize
def reparameterize(mean, log_var, epsilon):
    return mean + tf.sqrt(tf.exp(log_var)) * epsilon
