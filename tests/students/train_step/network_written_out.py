# %% [markdown] base="model"
# The step does not call the encoder and the decoder; it has the four layers in itself.

# %% train_step
def train_step(x, weights, biases, optimizer, loss):
    variables = list(weights.values()) + list(biases.values())
    with tf.GradientTape() as tape:
        z = x
        for part in ("encoder", "decoder"):
            for n in ("1", "2"):
                z = tf.nn.sigmoid(z @ weights[part + "_h" + n] + biases[part + "_b" + n])
        value = loss(x, z)
    optimizer.apply(tape.gradient(value, variables), variables)
    return value
