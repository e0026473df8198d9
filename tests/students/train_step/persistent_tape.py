# %% [markdown] base="model"
# A persistent tape is asked twice, once for weights and once for biases.

# %% train_step
def train_step(x, weights, biases, optimizer, loss):
    with tf.GradientTape(persistent=True) as tape:
        codes = encoder(x, weights, biases)
        value = loss(x, decoder(codes, weights, biases))
    W, b = list(weights.values()), list(biases.values())
    gradients = tape.gradient(value, W) + tape.gradient(value, b)
    del tape
    optimizer.apply_gradients(zip(gradients, W + b))
    return value
