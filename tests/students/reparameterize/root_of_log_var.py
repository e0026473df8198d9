# %% [markdown] base="model"
# Takes the root of the logarithm.

# %% reparameterize points=0.5 reason="NaN where log_var is negative"
def reparameterize(mean, log_var, epsilon):
    return mean + tf.sqrt(log_var) * epsilon
