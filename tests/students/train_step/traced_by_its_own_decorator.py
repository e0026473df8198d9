# %% [markdown] base="model"
# The whole step is a `tf.function`.

# %% train_step
@tf.function
def train_step(x, weights, biases, optimizer, loss):
    with tf.GradientTape() as tape:
        z = decoder(encoder(x, weights, biases), weights, biases)
        value = loss(x, z)
    variables = [*weights.values(), *biases.values()]
    gradients = tape.gradient(value, variables)
    optimizer.apply_gradients(zip(gradients, variables))
    return value
