# %% [markdown] base="model"
# The standard deviation as exp(log_var / 2).

# %% reparameterize
def reparameterize(mean, log_var, epsilon):
    return mean + tf.exp(0.5 * log_var) * epsilon
