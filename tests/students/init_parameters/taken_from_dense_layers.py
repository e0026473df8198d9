# %% [markdown] base="model"
# The variables of Keras layers.

# %% init_parameters
def init_parameters():
    def dense(n_in, n_out):
        normal = tf.keras.initializers.RandomNormal
        layer = tf.keras.layers.Dense(
            n_out, kernel_initializer=normal(stddev=1.0), bias_initializer=normal(stddev=1.0)
        )
        layer.build((None, n_in))
        return layer

    layers = {
        "encoder_{}1": dense(784, 256),
        "encoder_{}2": dense(256, 128),
        "decoder_{}1": dense(128, 256),
        "decoder_{}2": dense(256, 784),
    }
    weights = {name.format("h"): layer.kernel for name, layer in layers.items()}
    biases = {name.format("b"): layer.bias for name, layer in layers.items()}
    return weights, biases
