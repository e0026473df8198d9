# %% [markdown] base="model"
# 1/n_out as the variance.

# %% xavier_init points=6 reason="variance"
def xavier_init(n_in, n_out):
    return tf.random.normal((n_in, n_out), stddev=np.sqrt(1 / n_out))
