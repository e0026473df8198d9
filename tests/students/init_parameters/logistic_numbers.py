# %% [markdown] base="model"
# Logistic numbers of variance 1, which are no normal ones.

# %% init_parameters points=3 reason="is no normal distribution"
def init_parameters():
    def draw(*shape):
        return tf.Variable(np.random.logistic(0, np.sqrt(3) / np.pi, shape), dtype=tf.float32)

    units = [784, 256, 128, 256, 784]
    keys = ["encoder_h1", "encoder_h2", "decoder_h1", "decoder_h2"]
    weights = {key: draw(*units[i : i + 2]) for i, key in enumerate(keys)}
    biases = {key.replace("_h", "_b"): draw(units[i + 1]) for i, key in enumerate(keys)}
    return weights, biases
