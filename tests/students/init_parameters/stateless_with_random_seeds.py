# %% [markdown] base="model"
# Stateless draws whose seeds are drawn.

# %% init_parameters
def init_parameters():
    def draw(shape):
        seed = np.random.randint(2**31 - 1, size=2)
        return tf.Variable(tf.random.stateless_normal(shape, seed=seed))

    units = [784, 256, 128, 256, 784]
    keys = ["encoder_h1", "encoder_h2", "decoder_h1", "decoder_h2"]
    weights = {key: draw(units[i : i + 2]) for i, key in enumerate(keys)}
    biases = {key.replace("_h", "_b"): draw([units[i + 1]]) for i, key in enumerate(keys)}
    return weights, biases
