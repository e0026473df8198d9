# %% [markdown] base="model"
# Variables of NumPy's float64.

# %% init_parameters points=4 reason="is of type float64; expected float32"
def init_parameters():
    weights, biases = {}, {}
    for key, n_in, n_out in [
        ("encoder_h1", 784, 256),
        ("encoder_h2", 256, 128),
        ("decoder_h1", 128, 256),
        ("decoder_h2", 256, 784),
    ]:
        weights[key] = tf.Variable(np.random.normal(size=(n_in, n_out)))
        biases[key.replace("_h", "_b")] = tf.Variable(np.random.normal(size=n_out))
    return weights, biases
