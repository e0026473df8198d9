# %% [markdown] base="model"
# Seven entries; the last bias is not there.

# %% init_parameters points=4 reason="biases lacks the key decoder_b2"
def init_parameters():
    weights = {
        "encoder_h1": tf.Variable(tf.random.normal([784, 256])),
        "encoder_h2": tf.Variable(tf.random.normal([256, 128])),
        "decoder_h1": tf.Variable(tf.random.normal([128, 256])),
        "decoder_h2": tf.Variable(tf.random.normal([256, 784])),
    }
    biases = {
        "encoder_b1": tf.Variable(tf.random.normal([256])),
        "encoder_b2": tf.Variable(tf.random.normal([128])),
        "decoder_b1": tf.Variable(tf.random.normal([256])),
    }
    return weights, biases
