# %% [markdown] base="model"
# The mean is missing.

# %% reparameterize points=1.5 reason="the mean is missing"
def reparameterize(mean, log_var, epsilon):
    return tf.exp(log_var / 2) * epsilon
