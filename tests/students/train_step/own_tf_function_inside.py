# %% [markdown] base="model"
# The forward and backward pass is a `tf.function` that is made in each call.

# %% train_step
def train_step(x, weights, biases, optimizer, loss):
    variables = list(weights.values()) + list(biases.values())

    @tf.function
    def value_and_slopes(images):
        with tf.GradientTape() as tape:
            value = loss(images, decoder(encoder(images, weights, biases), weights, biases))
        return value, tape.gradient(value, variables)

    value, slopes = value_and_slopes(x)
    optimizer.apply(slopes, variables)
    return value
