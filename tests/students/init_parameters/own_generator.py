# %% [markdown] base="model"
# A `tf.random.Generator` of one's own, made in each call.

# %% init_parameters
def init_parameters():
    rng = tf.random.Generator.from_non_deterministic_state()
    weights = dict()
    biases = dict()
    for name, (rows, cols) in [
        ("encoder_{}1", (784, 256)),
        ("encoder_{}2", (256, 128)),
        ("decoder_{}1", (128, 256)),
        ("decoder_{}2", (256, 784)),
    ]:
        weights[name.format("h")] = tf.Variable(rng.normal([rows, cols]))
        biases[name.format("b")] = tf.Variable(rng.normal([cols]))
    return weights, biases
