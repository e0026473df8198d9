# %% [markdown] base="model"
# Everything is called by keywords.

# %% train_step
def train_step(x, weights, biases, optimizer, loss):
    variables = [*weights.values(), *biases.values()]
    with tf.GradientTape() as tape:
        y = encoder(x=x, weights=weights, biases=biases)
        value = loss(x, decoder(biases=biases, weights=weights, y=y))
    optimizer.apply_gradients(zip(tape.gradient(value, variables), variables))
    return value
