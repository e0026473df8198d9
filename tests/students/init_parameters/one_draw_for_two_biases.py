# %% [markdown] base="model"
# The two biases of 256 units are made of one draw.

# %% init_parameters points=4 reason="the same random numbers"
def init_parameters():
    weights = {
        "encoder_h1": tf.Variable(tf.random.normal((784, 256))),
        "encoder_h2": tf.Variable(tf.random.normal((256, 128))),
        "decoder_h1": tf.Variable(tf.random.normal((128, 256))),
        "decoder_h2": tf.Variable(tf.random.normal((256, 784))),
    }
    b_hidden = tf.random.normal((256,))
    biases = {
        "encoder_b1": tf.Variable(b_hidden),
        "encoder_b2": tf.Variable(tf.random.normal((128,))),
        "decoder_b1": tf.Variable(b_hidden),
        "decoder_b2": tf.Variable(tf.random.normal((784,))),
    }
    return weights, biases
