# %% [markdown] base="model"
# `apply_gradients` is called twice.

# %% train_step points=4 reason="it moves 2 times as far"
def train_step(x, weights, biases, optimizer, loss):
    variables = [*weights.values(), *biases.values()]
    with tf.GradientTape() as tape:
        value = loss(x, decoder(encoder(x, weights, biases), weights, biases))
    gradients = tape.gradient(value, variables)
    optimizer.apply_gradients(zip(gradients, variables))
    optimizer.apply_gradients(zip(gradients, variables))
    return value
