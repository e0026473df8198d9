# %% [markdown] base="model"
# Keras's truncated normal.

# %% xavier_init
def xavier_init(n_in, n_out):
    return tf.keras.initializers.get("glorot_normal")((n_in, n_out), dtype="float32")
