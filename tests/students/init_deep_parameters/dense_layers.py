# %% [markdown] base="model"
# Takes them from dense layers.

# %% init_deep_parameters
def init_deep_parameters():
    weights, biases = {}, {}
    sizes = [784, 256, 128, 64, 128, 256, 784]
    names = [(part, number) for part in ("encoder", "decoder") for number in "123"]
    for (part, number), n_in, n_out in zip(names, sizes[:-1], sizes[1:]):
        layer = tf.keras.layers.Dense(n_out)
        layer.build((None, n_in))
        weights[part + "_h" + number], biases[part + "_b" + number] = layer.kernel, layer.bias
    return weights, biases
