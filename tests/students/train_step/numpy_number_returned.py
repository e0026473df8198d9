# %% [markdown] base="model"
# The loss is returned as a NumPy number.

# %% train_step
def train_step(x, weights, biases, optimizer, loss):
    variables = []
    for group in (weights, biases):
        variables.extend(group.values())
    tape = tf.GradientTape()
    with tape:
        y = encoder(x, weights, biases)
        z = decoder(y, weights, biases)
        value = loss(x, z)
    gradients = tape.gradient(value, variables)
    optimizer.apply_gradients(zip(gradients, variables))
    return value.numpy()
