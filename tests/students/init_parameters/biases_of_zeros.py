# %% [markdown] base="model"
# Biases are set to zero.

# %% init_parameters points=3 reason="biases[\"encoder_b1\"] holds 0 only"
def init_parameters():
    weights = {
        "encoder_h1": tf.Variable(tf.random.normal((784, 256))),
        "encoder_h2": tf.Variable(tf.random.normal((256, 128))),
        "decoder_h1": tf.Variable(tf.random.normal((128, 256))),
        "decoder_h2": tf.Variable(tf.random.normal((256, 784))),
    }
    biases = {
        "encoder_b1": tf.Variable(tf.zeros(256)),
        "encoder_b2": tf.Variable(tf.zeros(128)),
        "decoder_b1": tf.Variable(tf.zeros(256)),
        "decoder_b2": tf.Variable(tf.zeros(784)),
    }
    return weights, biases
