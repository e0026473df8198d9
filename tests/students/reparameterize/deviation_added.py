# %% [markdown] base="model"
# Adds the standard deviation to the noise.

# %% reparameterize points=1.5 reason="added to it"
def reparameterize(mean, log_var, epsilon):
    return mean + tf.exp(log_var / 2) + epsilon
