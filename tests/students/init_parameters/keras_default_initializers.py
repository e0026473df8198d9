# %% [markdown] base="model"
# Keras's "random_normal", whose standard deviation is 0.05.

# %% init_parameters points=3 reason="has standard deviation 0.0"
def init_parameters():
    def make(*shape):
        return tf.Variable(tf.keras.initializers.get("random_normal")(shape))

    weights = {"encoder_h1": make(784, 256), "encoder_h2": make(256, 128)}
    weights |= {"decoder_h1": make(128, 256), "decoder_h2": make(256, 784)}
    biases = {"encoder_b1": make(256), "encoder_b2": make(128)}
    biases |= {"decoder_b1": make(256), "decoder_b2": make(784)}
    return weights, biases
