# %% [markdown] base="model"
# Truncated at two standard deviations, and not corrected.

# %% xavier_init
def xavier_init(n_in, n_out):
    return tf.random.truncated_normal([n_in, n_out], 0.0, (2 / (n_in + n_out)) ** 0.5)
