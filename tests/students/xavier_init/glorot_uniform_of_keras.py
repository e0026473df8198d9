# %% [markdown] base="model"
# A new initializer at each call.

# %% xavier_init
def xavier_init(n_in, n_out):
    return tf.keras.initializers.GlorotUniform()(shape=(n_in, n_out))
