# %% [markdown] base="model"
# An object with a traced `__call__`, beside an encoder that lacks a sigmoid: that costs once.

# %% encoder points=3 reason="sigmoid"
def encoder(x, weights, biases):
    hidden = tf.sigmoid(x @ weights["encoder_h1"] + biases["encoder_b1"])
    return hidden @ weights["encoder_h2"] + biases["encoder_b2"]


# %% train_step
class Step:
    @tf.function
    def __call__(self, x, weights, biases, optimizer, loss):
        variables = [*weights.values(), *biases.values()]
        with tf.GradientTape() as tape:
            value = loss(x, decoder(encoder(x, weights, biases), weights, biases))
        optimizer.apply_gradients(zip(tape.gradient(value, variables), variables))
        return value


train_step = Step()
