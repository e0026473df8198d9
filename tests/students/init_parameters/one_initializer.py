# %% [markdown] base="model"
# One Keras initializer draws all parameters, and repeats its numbers.

# %% init_parameters points=4 reason="the same random numbers"
def init_parameters():
    draw = tf.keras.initializers.RandomNormal(stddev=1.0)
    sizes = {
        "encoder_{}1": (784, 256),
        "encoder_{}2": (256, 128),
        "decoder_{}1": (128, 256),
        "decoder_{}2": (256, 784),
    }
    weights = {key.format("h"): tf.Variable(draw(shape)) for key, shape in sizes.items()}
    biases = {key.format("b"): tf.Variable(draw(shape[1:])) for key, shape in sizes.items()}
    return weights, biases
