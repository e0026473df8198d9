# %% [markdown] base="model"
# Tensors that are not put into variables.

# %% init_parameters points=4 reason="is no tf.Variable"
def init_parameters():
    weights = {
        "encoder_h1": tf.random.normal([784, 256]),
        "encoder_h2": tf.random.normal([256, 128]),
        "decoder_h1": tf.random.normal([128, 256]),
        "decoder_h2": tf.random.normal([256, 784]),
    }
    biases = {
        "encoder_b1": tf.random.normal([256]),
        "encoder_b2": tf.random.normal([128]),
        "decoder_b1": tf.random.normal([256]),
        "decoder_b2": tf.random.normal([784]),
    }
    return weights, biases
