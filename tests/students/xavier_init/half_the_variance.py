# %% [markdown] base="model"
# The range √(3 / (n_in + n_out)).

# %% xavier_init points=6 reason="variance"
def xavier_init(n_in, n_out):
    bound = np.sqrt(3 / (n_in + n_out))
    return tf.random.uniform((n_in, n_out), -bound, bound)
