# %% [markdown] base="model"
# `apply` without variables takes those that the optimizer was built for, in that order.

# %% train_step
def train_step(x, weights, biases, optimizer, loss):
    parameters = tf.nest.flatten([list(weights.values()), list(biases.values())])
    with tf.GradientTape() as tape:
        value = loss(x, decoder(encoder(x, weights, biases), weights, biases))
    optimizer.apply(tape.gradient(value, parameters))
    return value
