# %% [markdown] base="model"
# Returns the bound of the uniform distribution.

# %% xavier_init points=0 reason="shape"
def xavier_init(n_in, n_out):
    return tf.sqrt(6 / (n_in + n_out))
