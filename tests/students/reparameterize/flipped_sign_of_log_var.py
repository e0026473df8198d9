# %% [markdown] base="model"
# Divides by the standard deviation.

# %% reparameterize points=1.5 reason="the sign of log_var"
def reparameterize(mean, log_var, epsilon):
    return mean + tf.exp(-log_var / 2) * epsilon
