# %% [markdown] base="model"
# Keras layers that are called with the given variables in place of their own.

# %% encoder
def encoder(x, weights, biases):
    for number, units in ((1, 256), (2, 128)):
        layer = tf.keras.layers.Dense(units, activation="sigmoid")
        layer.build(x.shape)
        given = [weights[f"encoder_h{number}"], biases[f"encoder_b{number}"]]
        x, _ = layer.stateless_call(given, [], x)
    return x
