# %% [markdown] base="model"
# A truncated normal distribution, stretched to a variance of 1.

# %% init_parameters points=3 reason="truncated"
def init_parameters():
    def make(*shape):
        return tf.Variable(tf.random.truncated_normal(shape, stddev=1 / 0.87962566))

    weights = {"encoder_h1": make(784, 256), "encoder_h2": make(256, 128)}
    weights |= {"decoder_h1": make(128, 256), "decoder_h2": make(256, 784)}
    biases = {"encoder_b1": make(256), "encoder_b2": make(128)}
    biases |= {"decoder_b1": make(256), "decoder_b2": make(784)}
    return weights, biases
