# %% [markdown] base="model"
# Subtracts the noise.

# %% reparameterize points=1.5 reason="the noise is subtracted"
def reparameterize(mean, log_var, epsilon):
    return mean - tf.exp(log_var / 2) * epsilon
