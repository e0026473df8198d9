# %% [markdown] base="model"
# A helper like the `minimize` of older optimizers.

# %% train_step
def minimize(optimizer, function, var_list):
    with tf.GradientTape() as tape:
        value = function()
    grads = tape.gradient(value, var_list)
    optimizer.apply_gradients((g, v) for g, v in zip(grads, var_list) if g is not None)
    return value


def train_step(x, weights, biases, optimizer, loss):
    def function():
        y = encoder(x, weights, biases)
        return tf.reduce_mean(loss(x, decoder(y, weights, biases)))

    return minimize(optimizer, function, list(weights.values()) + list(biases.values()))
