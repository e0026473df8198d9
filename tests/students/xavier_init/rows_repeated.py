# %% [markdown] base="model"
# Draws one row and repeats it.

# %% xavier_init points=1 reason="holds few different numbers"
def xavier_init(n_in, n_out):
    bound = np.sqrt(6 / (n_in + n_out))
    return tf.tile(tf.random.uniform((1, n_out), -bound, bound), (n_in, 1))
