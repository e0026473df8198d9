# %% [markdown] base="model"
# The seed is set at the start of each call.

# %% init_parameters points=4 reason="two calls return the same numbers"
def init_parameters():
    tf.random.set_seed(42)
    names = ["encoder_h1", "encoder_h2", "decoder_h1", "decoder_h2"]
    shapes = [[784, 256], [256, 128], [128, 256], [256, 784]]
    weights = {n: tf.Variable(tf.random.normal(s)) for n, s in zip(names, shapes)}
    biases = {
        n.replace("_h", "_b"): tf.Variable(tf.random.normal(s[1:])) for n, s in zip(names, shapes)
    }
    return weights, biases
