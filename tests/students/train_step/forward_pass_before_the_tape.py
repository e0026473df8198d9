# %% [markdown] base="model"
# The tape watches the loss alone, not the network before it.

# %% train_step points=0 reason="No gradients provided for any variable"
def train_step(x, weights, biases, optimizer, loss):
    variables = [*weights.values(), *biases.values()]
    z = decoder(encoder(x, weights, biases), weights, biases)
    with tf.GradientTape() as tape:
        value = loss(x, z)
    optimizer.apply_gradients(zip(tape.gradient(value, variables), variables))
    return value
