# %% [markdown] base="model"
# The reconstruction is returned in place of the loss.

# %% train_step points=7 reason="a single number"
def train_step(x, weights, biases, optimizer, loss):
    variables = [*weights.values(), *biases.values()]
    with tf.GradientTape() as tape:
        z = decoder(encoder(x, weights, biases), weights, biases)
        value = loss(x, z)
    optimizer.apply(tape.gradient(value, variables), variables)
    return z
