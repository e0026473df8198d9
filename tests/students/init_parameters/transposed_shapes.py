# %% [markdown] base="model"
# Matrices that multiply columns: all shapes are the wrong way round.

# %% init_parameters points=4 reason="weights[\"encoder_h1\"] has shape (256, 784)"
def init_parameters():
    weights = {
        "encoder_h1": tf.Variable(tf.random.normal([256, 784])),
        "encoder_h2": tf.Variable(tf.random.normal([128, 256])),
        "decoder_h1": tf.Variable(tf.random.normal([256, 128])),
        "decoder_h2": tf.Variable(tf.random.normal([784, 256])),
    }
    biases = {
        "encoder_b1": tf.Variable(tf.random.normal([256])),
        "encoder_b2": tf.Variable(tf.random.normal([128])),
        "decoder_b1": tf.Variable(tf.random.normal([256])),
        "decoder_b2": tf.Variable(tf.random.normal([784])),
    }
    return weights, biases
