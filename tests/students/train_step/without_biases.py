# %% [markdown] base="model"
# A step that trains the weights and leaves the biases.

# %% train_step points=6 reason="biases["
def train_step(x, weights, biases, optimizer, loss):
    with tf.GradientTape() as tape:
        value = loss(x, decoder(encoder(x, weights, biases), weights, biases))
    variables = list(weights.values())
    optimizer.apply_gradients(zip(tape.gradient(value, variables), variables))
    return value
