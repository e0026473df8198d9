# %% [markdown] base="model"
# All zeros and a single 1.

# %% xavier_init points=1 reason="holds few different numbers"
def xavier_init(n_in, n_out):
    w = np.zeros((n_in, n_out), np.float32)
    w[0, 0] = 1.0
    return tf.constant(w)
