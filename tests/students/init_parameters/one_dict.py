# %% [markdown] base="model"
# All variables in one dict.

# %% init_parameters points=0 reason="expected a pair (weights, biases)"
def init_parameters():
    units = [784, 256, 128, 256, 784]
    names = ["encoder_{}1", "encoder_{}2", "decoder_{}1", "decoder_{}2"]
    parameters = {}
    for name, n_in, n_out in zip(names, units, units[1:]):
        parameters[name.format("h")] = tf.Variable(tf.random.normal((n_in, n_out)))
        parameters[name.format("b")] = tf.Variable(tf.random.normal((n_out,)))
    return parameters
