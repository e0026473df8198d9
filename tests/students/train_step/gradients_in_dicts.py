# %% [markdown] base="model"
# Gradients come back in dicts, and are matched by key.

# %% train_step
def train_step(x, weights, biases, optimizer, loss):
    with tf.GradientTape() as tape:
        value = loss(x, decoder(encoder(x, weights, biases), weights, biases))
    by_weights, by_biases = tape.gradient(value, (weights, biases))
    pairs = [(by_weights[key], weights[key]) for key in weights]
    pairs += [(by_biases[key], biases[key]) for key in biases]
    optimizer.apply_gradients(pairs)
    return value
