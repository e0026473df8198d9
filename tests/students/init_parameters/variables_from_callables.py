# %% [markdown] base="model"
# Initial values given as functions, names given too.

# %% init_parameters
def init_parameters():
    def new(name, *shape):
        return tf.Variable(lambda: tf.random.normal(shape), name=name, dtype=tf.float32)

    weights = [("encoder_h1", 784, 256), ("encoder_h2", 256, 128)]
    weights += [("decoder_h1", 128, 256), ("decoder_h2", 256, 784)]
    biases = [("encoder_b1", 256), ("encoder_b2", 128), ("decoder_b1", 256), ("decoder_b2", 784)]
    return {n: new(n, *s) for n, *s in weights}, {n: new(n, *s) for n, *s in biases}
