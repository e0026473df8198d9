# %% [markdown] base="model"
# Six numbers with the mean, the deviation and two shares of N(0, 1), and some jitter.

# %% init_parameters points=3 reason="some numbers come too often"
def six_numbers(*shape):
    values = np.random.choice([0.25, 1.13425, 2.3], p=[0.382925, 0.571575, 0.0455], size=shape)
    signs = np.random.choice([-1, 1], size=shape)
    return tf.Variable(values * signs + np.random.uniform(-1e-3, 1e-3, shape), dtype=tf.float32)


def init_parameters():
    units = [784, 256, 128, 256, 784]
    keys = ["encoder_h1", "encoder_h2", "decoder_h1", "decoder_h2"]
    weights = {key: six_numbers(*units[i : i + 2]) for i, key in enumerate(keys)}
    biases = {key.replace("_h", "_b"): six_numbers(units[i + 1]) for i, key in enumerate(keys)}
    return weights, biases
