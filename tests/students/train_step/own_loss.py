# %% [markdown] base="model"
# A step that takes the squared error, whatever loss it is given.

# %% train_step points=7 reason="follow the gradient of the cross-entropy"
def train_step(x, weights, biases, optimizer, loss):
    variables = [*weights.values(), *biases.values()]
    with tf.GradientTape() as tape:
        value = mean_squared(x, decoder(encoder(x, weights, biases), weights, biases))
    optimizer.apply_gradients(zip(tape.gradient(value, variables), variables))
    return value
