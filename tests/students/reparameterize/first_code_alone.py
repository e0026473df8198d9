# %% [markdown] base="model"
# Returns the first code of the batch.

# %% reparameterize points=1 reason="has shape (4,)"
def reparameterize(mean, log_var, epsilon):
    return (mean + tf.exp(log_var / 2) * epsilon)[0]
