# %% [markdown] base="model"
# A new Keras initializer for each variable.

# %% init_parameters
def init_parameters():
    def variable(*shape):
        return tf.Variable(tf.keras.initializers.RandomNormal(mean=0.0, stddev=1.0)(shape))

    weights = {
        "encoder_h1": variable(784, 256),
        "encoder_h2": variable(256, 128),
        "decoder_h1": variable(128, 256),
        "decoder_h2": variable(256, 784),
    }
    biases = {
        "encoder_b1": variable(256),
        "encoder_b2": variable(128),
        "decoder_b1": variable(256),
        "decoder_b2": variable(784),
    }
    return weights, biases
