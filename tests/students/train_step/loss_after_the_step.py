# %% [markdown] base="model"
# The loss is computed once more after the step and returned as a Python number.

# %% train_step
def train_step(x, weights, biases, optimizer, loss):
    def objective():
        return loss(x, decoder(encoder(x, weights, biases), weights, biases))

    variables = [*weights.values(), *biases.values()]
    with tf.GradientTape() as tape:
        value = objective()
    optimizer.apply(tape.gradient(value, variables), variables)
    return float(objective())
