# %% [markdown] base="model"
# NumPy arrays, of float64.

# %% init_parameters points=4 reason="is no tf.Variable"
def init_parameters():
    units = [784, 256, 128, 256, 784]
    names = ["encoder_{}1", "encoder_{}2", "decoder_{}1", "decoder_{}2"]
    pairs = list(zip(names, units, units[1:]))
    weights = {name.format("h"): np.random.randn(n_in, n_out) for name, n_in, n_out in pairs}
    biases = {name.format("b"): np.random.randn(n_out) for name, _, n_out in pairs}
    return weights, biases
