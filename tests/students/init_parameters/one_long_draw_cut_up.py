# %% [markdown] base="model"
# All numbers in one draw, cut and reshaped.

# %% init_parameters
def init_parameters():
    shapes = {
        "encoder_h1": (784, 256),
        "encoder_b1": (256,),
        "encoder_h2": (256, 128),
        "encoder_b2": (128,),
        "decoder_h1": (128, 256),
        "decoder_b1": (256,),
        "decoder_h2": (256, 784),
        "decoder_b2": (784,),
    }
    sizes = [int(np.prod(shape)) for shape in shapes.values()]
    pieces = tf.split(tf.random.normal((sum(sizes),)), sizes)
    every = {
        key: tf.Variable(tf.reshape(piece, shape))
        for (key, shape), piece in zip(shapes.items(), pieces)
    }
    weights = {key: value for key, value in every.items() if "_h" in key}
    biases = {key: value for key, value in every.items() if "_b" in key}
    return weights, biases
