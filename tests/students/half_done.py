# %% [markdown] base="release"
# The first notebook is done up to the decoder, with a squared error that is one number per image.

# %% init_parameters
def init_parameters():
    shapes = {
        "encoder_h1": [784, 256],
        "encoder_h2": [256, 128],
        "decoder_h1": [128, 256],
        "decoder_h2": [256, 784],
    }
    weights, biases = {}, {}
    for name, shape in shapes.items():
        weights[name] = tf.Variable(tf.random.normal(shape))
        biases[name.replace("h", "b")] = tf.Variable(tf.random.normal(shape[1:]))
    # `replace` turned every h into a b, but these names have one h only.
    return weights, biases


# %% encoder
def encoder(x, weights, biases):
    h = tf.nn.sigmoid(tf.matmul(x, weights["encoder_h1"]) + biases["encoder_b1"])
    return tf.nn.sigmoid(tf.matmul(h, weights["encoder_h2"]) + biases["encoder_b2"])


# %% decoder
def decoder(y, weights, biases):
    h = tf.nn.sigmoid(tf.matmul(y, weights["decoder_h1"]) + biases["decoder_b1"])
    return tf.nn.sigmoid(tf.matmul(h, weights["decoder_h2"]) + biases["decoder_b2"])


# %% mean_squared points=2 reason="expected a single number"
def mean_squared(x, z):
    return tf.reduce_sum(tf.square(x - z), axis=1)
