# %% [markdown] base="model"
# The step trains new variables that are copies of the given ones.

# %% train_step points=1 reason="weights[\"encoder_h1\"] is not changed by the step"
def train_step(x, weights, biases, optimizer, loss):
    w = {key: tf.Variable(value) for key, value in weights.items()}
    b = {key: tf.Variable(value) for key, value in biases.items()}
    variables = [*w.values(), *b.values()]
    with tf.GradientTape() as tape:
        value = loss(x, decoder(encoder(x, w, b), w, b))
    for variable, slope in zip(variables, tape.gradient(value, variables)):
        variable.assign_sub(0.1 * slope)
    return value
