# %% [markdown] base="model"
# Each variable has an initializer of its own, and all have the same seed.

# %% init_parameters points=4 reason="two calls return the same numbers"
def init_parameters():
    def draw(shape):
        return tf.Variable(tf.keras.initializers.RandomNormal(stddev=1.0, seed=0)(shape))

    shapes = {
        "encoder_h1": (784, 256),
        "encoder_h2": (256, 128),
        "decoder_h1": (128, 256),
        "decoder_h2": (256, 784),
    }
    weights = {key: draw(shape) for key, shape in shapes.items()}
    biases = {key.replace("_h", "_b"): draw(shape[1:]) for key, shape in shapes.items()}
    return weights, biases
