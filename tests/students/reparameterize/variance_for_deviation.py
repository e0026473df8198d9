# %% [markdown] base="model"
# Multiplies the noise by the variance.

# %% reparameterize points=1.5 reason="multiplied by the variance"
def reparameterize(mean, log_var, epsilon):
    return mean + tf.exp(log_var) * epsilon
