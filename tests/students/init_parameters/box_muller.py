# %% [markdown] base="model"
# Normal numbers made of uniform ones by the method of Box and Muller.

# %% init_parameters
def standard_normal(*shape):
    u = 1.0 - tf.random.uniform(shape)
    angle = tf.random.uniform(shape, 0.0, 2 * np.pi)
    return tf.sqrt(-2.0 * tf.math.log(u)) * tf.cos(angle)


def init_parameters():
    weights = {
        "encoder_h1": tf.Variable(standard_normal(784, 256)),
        "encoder_h2": tf.Variable(standard_normal(256, 128)),
        "decoder_h1": tf.Variable(standard_normal(128, 256)),
        "decoder_h2": tf.Variable(standard_normal(256, 784)),
    }
    biases = {
        "encoder_b1": tf.Variable(standard_normal(256)),
        "encoder_b2": tf.Variable(standard_normal(128)),
        "decoder_b1": tf.Variable(standard_normal(256)),
        "decoder_b2": tf.Variable(standard_normal(784)),
    }
    return weights, biases
