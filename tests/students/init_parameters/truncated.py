# %% [markdown] base="model"
# Parameters from a truncated normal distribution.

# %% init_parameters points=3 reason="has standard deviation 0.8"
def init_parameters():
    def draw(*shape):
        return tf.Variable(tf.random.truncated_normal(shape))

    weights = {
        "encoder_h1": draw(784, 256),
        "encoder_h2": draw(256, 128),
        "decoder_h1": draw(128, 256),
        "decoder_h2": draw(256, 784),
    }
    biases = {
        "encoder_b1": draw(256),
        "encoder_b2": draw(128),
        "decoder_b1": draw(256),
        "decoder_b2": draw(784),
    }
    return weights, biases
