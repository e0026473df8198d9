# %% [markdown] base="model"
# He's initialisation, for ReLU.

# %% xavier_init points=6 reason="variance"
def xavier_init(n_in, n_out):
    return tf.keras.initializers.HeNormal()((n_in, n_out))
