# %% [markdown] base="model"
# A new optimizer in each call; the one that is given is not used.

# %% train_step points=2 reason="one step of the given optimizer"
def train_step(x, weights, biases, optimizer, loss):
    optimizer = tf.keras.optimizers.SGD(learning_rate=0.01)
    variables = [*weights.values(), *biases.values()]
    with tf.GradientTape() as tape:
        value = loss(x, decoder(encoder(x, weights, biases), weights, biases))
    optimizer.apply_gradients(zip(tape.gradient(value, variables), variables))
    return value
