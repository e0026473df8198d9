# %% [markdown] base="model"
# Every array is drawn and sorted.

# %% init_parameters points=5 reason="correlated"
def init_parameters():
    def draw(*shape):
        return tf.Variable(np.sort(np.random.normal(size=shape), axis=0), dtype=tf.float32)

    units = [784, 256, 128, 256, 784]
    keys = ["encoder_h1", "encoder_h2", "decoder_h1", "decoder_h2"]
    weights = {key: draw(*units[i : i + 2]) for i, key in enumerate(keys)}
    biases = {key.replace("_h", "_b"): draw(units[i + 1]) for i, key in enumerate(keys)}
    return weights, biases
