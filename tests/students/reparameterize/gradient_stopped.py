# %% [markdown] base="model"
# Stops the gradient.

# %% reparameterize points=2 reason="no gradient reaches the mean"
def reparameterize(mean, log_var, epsilon):
    return tf.stop_gradient(mean + tf.exp(log_var / 2) * epsilon)
