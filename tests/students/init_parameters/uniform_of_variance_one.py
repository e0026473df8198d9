# %% [markdown] base="model"
# Uniform numbers of mean 0 and variance 1.

# %% init_parameters points=3 reason="is uniform"
def init_parameters():
    a = np.sqrt(3.0)
    shapes = [(784, 256), (256, 128), (128, 256), (256, 784)]
    names = ["encoder_h1", "encoder_h2", "decoder_h1", "decoder_h2"]
    weights = {n: tf.Variable(tf.random.uniform(s, -a, a)) for n, s in zip(names, shapes)}
    biases = {
        n.replace("h", "b"): tf.Variable(tf.random.uniform(s[1:], -a, a))
        for n, s in zip(names, shapes)
    }
    return weights, biases
