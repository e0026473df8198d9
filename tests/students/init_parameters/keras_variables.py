# %% [markdown] base="model"
# `keras.Variable`s with numbers from `keras.random`.

# %% init_parameters
def init_parameters():
    keras = tf.keras
    shapes = dict(
        encoder_h1=(784, 256), encoder_h2=(256, 128), decoder_h1=(128, 256), decoder_h2=(256, 784)
    )
    weights = {k: keras.Variable(keras.random.normal(s)) for k, s in shapes.items()}
    biases = {
        k.replace("_h", "_b"): keras.Variable(keras.random.normal(s[1:]))
        for k, s in shapes.items()
    }
    return weights, biases
