# %% [markdown] base="model"
# The gradient of the negative loss.

# %% train_step points=2 reason="moves up the gradient"
def train_step(x, weights, biases, optimizer, loss):
    variables = [*weights.values(), *biases.values()]
    with tf.GradientTape() as tape:
        value = loss(x, decoder(encoder(x, weights, biases), weights, biases))
        negative = -value
    optimizer.apply(tape.gradient(negative, variables), variables)
    return value
