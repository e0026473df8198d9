# %% [markdown] base="model"
# One Keras initializer whose seed generator moves on with each draw.

# %% init_parameters
def init_parameters():
    seeds = tf.keras.random.SeedGenerator()
    draw = tf.keras.initializers.RandomNormal(stddev=1.0, seed=seeds)
    units = {"encoder": [784, 256, 128], "decoder": [128, 256, 784]}
    weights, biases = {}, {}
    for part in units:
        for i, (n, m) in enumerate(zip(units[part], units[part][1:])):
            weights[f"{part}_h{i + 1}"] = tf.Variable(draw((n, m)))
            biases[f"{part}_b{i + 1}"] = tf.Variable(draw((m,)))
    return weights, biases
