# %% [markdown] base="model"
# Multiplies the noise by log_var.

# %% reparameterize points=1.5 reason="log_var itself"
def reparameterize(mean, log_var, epsilon):
    return mean + log_var * epsilon
