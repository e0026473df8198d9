# %% [markdown] base="model"
# Keras layers whose weights are set to copies of the given ones, so that no gradient comes back.

# %% encoder points=4 reason="no gradient reaches weights"
def encoder(x, weights, biases):
    for number in ("1", "2"):
        kernel, bias = weights["encoder_h" + number], biases["encoder_b" + number]
        layer = tf.keras.layers.Dense(kernel.shape[1], activation="sigmoid")
        layer.build(x.shape)
        layer.set_weights([kernel.numpy(), bias.numpy()])
        x = layer(x)
    return x
