# %% [markdown] base="model"
# The 1 is meant as the standard deviation, but the second argument is the mean.

# %% init_parameters points=3 reason="weights[\"encoder_h1\"] has mean"
def init_parameters():
    weights, biases = {}, {}
    layers = [("encoder", 1, 784, 256), ("encoder", 2, 256, 128)]
    layers += [("decoder", 1, 128, 256), ("decoder", 2, 256, 784)]
    for part, i, n_in, n_out in layers:
        weights[f"{part}_h{i}"] = tf.Variable(tf.random.normal((n_in, n_out), 1.0))
        biases[f"{part}_b{i}"] = tf.Variable(tf.random.normal((n_out,), 1.0))
    return weights, biases
