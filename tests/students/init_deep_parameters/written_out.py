# %% [markdown] base="model"
# Every entry in a line of its own.

# %% init_deep_parameters
def init_deep_parameters():
    def matrix(n_in, n_out):
        bound = np.sqrt(6 / (n_in + n_out))
        return tf.Variable(tf.random.uniform((n_in, n_out), -bound, bound))

    weights = {
        "encoder_h1": matrix(784, 256),
        "encoder_h2": matrix(256, 128),
        "encoder_h3": matrix(128, 64),
        "decoder_h1": matrix(64, 128),
        "decoder_h2": matrix(128, 256),
        "decoder_h3": matrix(256, 784),
    }
    sizes = (256, 128, 64, 128, 256, 784)
    keys = [key.replace("h", "b") for key in ("e1", "e2", "e3", "d1", "d2", "d3")]
    full = {"e": "encoder_b", "d": "decoder_b"}
    biases = {full[key[0]] + key[1]: tf.Variable(tf.ones(n) / 10) for key, n in zip(keys, sizes)}
    return weights, biases
