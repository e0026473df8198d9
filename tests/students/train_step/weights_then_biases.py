# %% [markdown] base="model"
# Two calls of the optimizer, one for the weights and one for the biases.

# %% train_step points=6 reason="is `optimizer`, the argument, asked for one step"
def train_step(x, weights, biases, optimizer, loss):
    with tf.GradientTape() as tape:
        value = loss(x, decoder(encoder(x, weights, biases), weights, biases))
    by_weights, by_biases = tape.gradient(value, [weights, biases])
    optimizer.apply(list(by_weights.values()), list(weights.values()))
    optimizer.apply(list(by_biases.values()), list(biases.values()))
    return value
