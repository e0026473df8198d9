# %% [markdown] base="model"
# The loss is multiplied by the batch size before it is returned.

# %% train_step points=7 reason="the step returns"
def train_step(x, weights, biases, optimizer, loss):
    variables = [*weights.values(), *biases.values()]
    with tf.GradientTape() as tape:
        value = loss(x, decoder(encoder(x, weights, biases), weights, biases))
    optimizer.apply(tape.gradient(value, variables), variables)
    return value * tf.cast(tf.shape(x)[0], tf.float32)
