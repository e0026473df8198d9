# %% [markdown] base="model"
# The decoder's matrices start as the transposed ones of the encoder.

# %% init_parameters points=4 reason="the same random numbers"
def init_parameters():
    first, second = tf.random.normal((784, 256)), tf.random.normal((256, 128))
    weights = {
        "encoder_h1": tf.Variable(first),
        "encoder_h2": tf.Variable(second),
        "decoder_h1": tf.Variable(tf.transpose(second)),
        "decoder_h2": tf.Variable(tf.transpose(first)),
    }
    biases = {
        "encoder_b1": tf.Variable(tf.random.normal((256,))),
        "encoder_b2": tf.Variable(tf.random.normal((128,))),
        "decoder_b1": tf.Variable(tf.random.normal((256,))),
        "decoder_b2": tf.Variable(tf.random.normal((784,))),
    }
    return weights, biases
