# %% [markdown] base="model"
# The shape the wrong way round.

# %% xavier_init points=0 reason="shape"
def xavier_init(n_in, n_out):
    bound = np.sqrt(6 / (n_in + n_out))
    return tf.random.uniform((n_out, n_in), -bound, bound)
