# %% [markdown] base="model"
# Small numbers, of standard deviation 0.1, as tutorials have them.

# %% init_parameters points=3 reason="weights[\"encoder_h1\"] has standard deviation 0."
def init_parameters():
    def draw(*shape):
        return tf.Variable(tf.random.normal(shape, stddev=0.1))

    weights = {"encoder_h1": draw(784, 256), "encoder_h2": draw(256, 128)}
    weights |= {"decoder_h1": draw(128, 256), "decoder_h2": draw(256, 784)}
    biases = {"encoder_b1": draw(256), "encoder_b2": draw(128)}
    biases |= {"decoder_b1": draw(256), "decoder_b2": draw(784)}
    return weights, biases
