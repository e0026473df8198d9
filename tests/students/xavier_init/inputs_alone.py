# %% [markdown] base="model"
# LeCun's initialisation, which looks at the inputs alone.

# %% xavier_init points=6 reason="times what Xavier initialisation gives"
def xavier_init(n_in, n_out):
    return tf.random.normal((n_in, n_out), stddev=np.sqrt(1 / n_in))
