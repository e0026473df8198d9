# %% [markdown] base="model"
# Quantiles of uniform numbers, in float64.

# %% init_parameters
def init_parameters():
    def draw(*shape):
        u = tf.random.uniform(shape, dtype=tf.float64)
        return tf.Variable(tf.cast(tf.math.ndtri(u), tf.float32))

    units = [784, 256, 128, 256, 784]
    names = ["encoder_{}1", "encoder_{}2", "decoder_{}1", "decoder_{}2"]
    weights = {n.format("h"): draw(i, j) for n, i, j in zip(names, units, units[1:])}
    biases = {n.format("b"): draw(j) for n, j in zip(names, units[1:])}
    return weights, biases
