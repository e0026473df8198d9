# %% [markdown] base="model"
# Draws noise inside and ignores the noise that it is given.

# %% reparameterize points=1.5 reason="the noise is drawn inside"
def reparameterize(mean, log_var, epsilon):
    return mean + tf.exp(log_var / 2) * tf.random.normal(tf.shape(mean))
