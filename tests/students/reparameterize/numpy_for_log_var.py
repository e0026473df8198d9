# %% [markdown] base="model"
# Leaves TensorFlow for the standard deviation: no gradient reaches log_var.

# %% reparameterize points=2 reason="no gradient reaches log_var"
def reparameterize(mean, log_var, epsilon):
    return mean + tf.exp(log_var / 2).numpy() * epsilon
