# %% [markdown] base="model"
# Draws once, and each call shuffles what was drawn.

# %% init_parameters points=5 reason="two calls return the same numbers"
drawn = {}


def shuffled(key, *shape):
    if key not in drawn:
        drawn[key] = np.random.normal(size=shape).astype(np.float32)
    return tf.Variable(np.random.permutation(drawn[key].ravel()).reshape(shape))


def init_parameters():
    units = [784, 256, 128, 256, 784]
    keys = ["encoder_h1", "encoder_h2", "decoder_h1", "decoder_h2"]
    weights = {key: shuffled(key, *units[i : i + 2]) for i, key in enumerate(keys)}
    keys = ["encoder_b1", "encoder_b2", "decoder_b1", "decoder_b2"]
    return weights, {key: shuffled(key, units[i + 1]) for i, key in enumerate(keys)}
