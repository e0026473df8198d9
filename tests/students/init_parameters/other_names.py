# %% [markdown] base="model"
# Keys of the student's own, `encoder_W1` and the like.

# %% init_parameters points=4 reason="lacks the key encoder_h1"
def init_parameters():
    units = [784, 256, 128, 256, 784]
    names = ["encoder_{}1", "encoder_{}2", "decoder_{}1", "decoder_{}2"]
    weights, biases = {}, {}
    for name, n_in, n_out in zip(names, units, units[1:]):
        weights[name.format("W")] = tf.Variable(tf.random.normal((n_in, n_out)))
        biases[name.format("b")] = tf.Variable(tf.random.normal((n_out,)))
    return weights, biases
