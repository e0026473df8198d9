# %% [markdown] base="model"
# One number for all weights.

# %% xavier_init points=1 reason="holds one number only"
def xavier_init(n_in, n_out):
    value = np.random.normal(scale=np.sqrt(2 / (n_in + n_out)))
    return tf.fill((n_in, n_out), np.float32(value))
