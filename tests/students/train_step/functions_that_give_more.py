# %% [markdown] base="model"
# An encoder that gives its hidden layer, too: no right one fits in its place.

# %% encoder
def encoder(x, weights, biases, with_hidden=False):
    hidden = tf.sigmoid(x @ weights["encoder_h1"] + biases["encoder_b1"])
    y = tf.sigmoid(hidden @ weights["encoder_h2"] + biases["encoder_b2"])
    return (y, hidden) if with_hidden else y


# %% train_step
def train_step(x, weights, biases, optimizer, loss):
    variables = [*weights.values(), *biases.values()]
    with tf.GradientTape() as tape:
        y, _ = encoder(x, weights, biases, with_hidden=True)
        value = loss(x, decoder(y, weights, biases))
    optimizer.apply_gradients(zip(tape.gradient(value, variables), variables))
    return value
