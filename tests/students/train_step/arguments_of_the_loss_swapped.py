# %% [markdown] base="model"
# The loss is called with the reconstruction first.

# %% train_step points=5 reason="called as `loss(x, z)`"
def train_step(x, weights, biases, optimizer, loss):
    variables = [*weights.values(), *biases.values()]
    with tf.GradientTape() as tape:
        z = decoder(encoder(x, weights, biases), weights, biases)
        value = loss(z, x)
    optimizer.apply(tape.gradient(value, variables), variables)
    return value
