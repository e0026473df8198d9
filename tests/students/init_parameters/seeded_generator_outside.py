# %% [markdown] base="model"
# A seeded generator that lives outside goes on from call to call.

# %% init_parameters
generator = np.random.default_rng(42)


def init_parameters():
    def normal(*shape):
        return tf.Variable(generator.normal(size=shape).astype(np.float32))

    h = {"encoder_h1": normal(784, 256), "encoder_h2": normal(256, 128)}
    h |= {"decoder_h1": normal(128, 256), "decoder_h2": normal(256, 784)}
    b = {"encoder_b1": normal(256), "encoder_b2": normal(128)}
    b |= {"decoder_b1": normal(256), "decoder_b2": normal(784)}
    return h, b
