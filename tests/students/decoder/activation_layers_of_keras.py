# %% [markdown] base="model"
# Activations as Keras layers, products by `keras.ops.dot`.

# %% decoder
def decoder(y, weights, biases):
    activate = tf.keras.layers.Activation("sigmoid")
    hidden = activate(tf.keras.ops.dot(y, weights["decoder_h1"]) + biases["decoder_b1"])
    return activate(tf.keras.ops.dot(hidden, weights["decoder_h2"]) + biases["decoder_b2"])
