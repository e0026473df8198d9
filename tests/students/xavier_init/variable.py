# %% [markdown] base="model"
# Returns a variable.

# %% xavier_init
def xavier_init(n_in, n_out):
    bound = (6 / (n_in + n_out)) ** 0.5
    return tf.Variable(tf.random.uniform([n_in, n_out], minval=-bound, maxval=bound))
