# %% [markdown] base="model"
# Each bias is a matrix of one row.

# %% init_parameters points=4 reason="biases[\"encoder_b1\"] has shape (1, 256)"
def init_parameters():
    units = [784, 256, 128, 256, 784]
    names = ["encoder_{}1", "encoder_{}2", "decoder_{}1", "decoder_{}2"]
    weights, biases = {}, {}
    for name, n_in, n_out in zip(names, units, units[1:]):
        weights[name.format("h")] = tf.Variable(tf.random.normal((n_in, n_out)))
        biases[name.format("b")] = tf.Variable(tf.random.normal((1, n_out)))
    return weights, biases
