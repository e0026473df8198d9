# %% [markdown] base="model"
# NumPy's old functions, and a cast.

# %% init_parameters
def init_parameters():
    sizes = (("encoder", 1, 784, 256), ("encoder", 2, 256, 128))
    sizes += (("decoder", 1, 128, 256), ("decoder", 2, 256, 784))
    weights, biases = {}, {}
    for part, layer, n_in, n_out in sizes:
        weights[part + "_h" + str(layer)] = tf.Variable(
            np.random.randn(n_in, n_out).astype("float32")
        )
        biases[part + "_b" + str(layer)] = tf.Variable(np.float32(np.random.randn(n_out)))
    return weights, biases
