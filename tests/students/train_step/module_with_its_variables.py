# %% [markdown] base="model"
# A `tf.Module` holds the dicts and finds all variables in them.

# %% train_step
class Autoencoder(tf.Module):
    def __init__(self, weights, biases):
        super().__init__()
        self.w, self.b = weights, biases

    def __call__(self, x):
        return decoder(encoder(x, self.w, self.b), self.w, self.b)


def train_step(x, weights, biases, optimizer, loss):
    model = Autoencoder(weights, biases)
    with tf.GradientTape() as tape:
        value = loss(x, model(x))
    variables = model.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(value, variables), variables))
    return value
