# %% [markdown] base="model"
# Tiny noise, and one number that makes the variance what it is to be.

# %% xavier_init points=1 reason="far larger than all others"
def xavier_init(n_in, n_out):
    w = np.random.normal(scale=1e-6, size=(n_in, n_out))
    w[0, 0] = np.sqrt(2 * w.size / (n_in + n_out))
    return tf.constant(w, tf.float32)
