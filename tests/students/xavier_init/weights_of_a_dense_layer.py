# %% [markdown] base="model"
# Takes the weights of a new layer, whose default is Xavier's.

# %% xavier_init
def xavier_init(n_in, n_out):
    layer = tf.keras.layers.Dense(n_out)
    layer.build((None, n_in))
    return layer.kernel
