# %% [markdown] base="model"
# Variables first, gradients second.

# %% train_step points=0 reason="the code raised"
def train_step(x, weights, biases, optimizer, loss):
    variables = [*weights.values(), *biases.values()]
    with tf.GradientTape() as tape:
        value = loss(x, decoder(encoder(x, weights, biases), weights, biases))
    gradients = tape.gradient(value, variables)
    optimizer.apply_gradients(zip(variables, gradients))
    return value
