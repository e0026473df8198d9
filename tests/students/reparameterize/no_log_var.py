# %% [markdown] base="model"
# The noise has variance 1 always.

# %% reparameterize points=1.5 reason="log_var has no effect"
def reparameterize(mean, log_var, epsilon):
    return mean + epsilon
