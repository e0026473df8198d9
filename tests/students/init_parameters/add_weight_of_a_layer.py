# %% [markdown] base="model"
# Variables made by `add_weight` of an empty Keras layer.

# %% init_parameters
def init_parameters():
    holder = tf.keras.layers.Layer()

    def make(shape):
        return holder.add_weight(
            shape=shape, initializer=tf.keras.initializers.RandomNormal(0.0, 1.0)
        )

    weights = {"encoder_h1": make((784, 256)), "encoder_h2": make((256, 128))}
    weights.update({"decoder_h1": make((128, 256)), "decoder_h2": make((256, 784))})
    biases = {"encoder_b1": make((256,)), "encoder_b2": make((128,))}
    biases.update({"decoder_b1": make((256,)), "decoder_b2": make((784,))})
    return weights, biases
