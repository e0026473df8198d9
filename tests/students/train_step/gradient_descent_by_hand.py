# %% [markdown] base="model"
# The learning rate is read from the optimizer, and the step made by hand.

# %% train_step points=6 reason="is `optimizer`, the argument, asked for one step"
def train_step(x, weights, biases, optimizer, loss):
    variables = [*weights.values(), *biases.values()]
    with tf.GradientTape() as tape:
        value = loss(x, decoder(encoder(x, weights, biases), weights, biases))
    for variable, slope in zip(variables, tape.gradient(value, variables)):
        variable.assign_sub(optimizer.learning_rate * slope)
    return value
