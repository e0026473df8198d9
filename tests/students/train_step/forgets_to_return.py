# %% [markdown] base="model"
# The step is right, and returns nothing.

# %% train_step points=7 reason="is a `return` missing?"
def train_step(x, weights, biases, optimizer, loss):
    variables = [*weights.values(), *biases.values()]
    with tf.GradientTape() as tape:
        value = loss(x, decoder(encoder(x, weights, biases), weights, biases))
    optimizer.apply(tape.gradient(value, variables), variables)
