# %% [markdown] base="model"
# Plain gradient descent with a rate of 0.01; the optimizer is ignored.

# %% train_step points=2 reason="the given optimizer"
def train_step(x, weights, biases, optimizer, loss):
    variables = [*weights.values(), *biases.values()]
    with tf.GradientTape() as tape:
        value = loss(x, decoder(encoder(x, weights, biases), weights, biases))
    for variable, slope in zip(variables, tape.gradient(value, variables)):
        variable.assign(variable - 0.01 * slope)
    return value
