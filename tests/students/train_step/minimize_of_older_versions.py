# %% [markdown] base="model"
# `optimizer.minimize`, which this version of Keras does not have.

# %% train_step points=0 reason="has no attribute 'minimize'"
def train_step(x, weights, biases, optimizer, loss):
    def value():
        return loss(x, decoder(encoder(x, weights, biases), weights, biases))

    optimizer.minimize(value, [*weights.values(), *biases.values()])
    return value()
