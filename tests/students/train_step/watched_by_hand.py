# %% [markdown] base="model"
# The tape watches what it is told to.

# %% train_step
def train_step(x, weights, biases, optimizer, loss):
    variables = [weights[k] for k in sorted(weights)] + [biases[k] for k in sorted(biases)]
    with tf.GradientTape(watch_accessed_variables=False) as tape:
        tape.watch(variables)
        z = decoder(encoder(x, weights, biases), weights, biases)
        error = loss(x, z)
    slopes = tape.gradient(error, variables)
    optimizer.apply_gradients(list(zip(slopes, variables)))
    return error
