# %% [markdown] base="model"
# Only what the decoder holds is trained.

# %% train_step points=2 reason="weights[\"encoder_h1\"] is not changed by the step"
def train_step(x, weights, biases, optimizer, loss):
    variables = [v for k, v in {**weights, **biases}.items() if k.startswith("decoder")]
    codes = encoder(x, weights, biases)
    with tf.GradientTape() as tape:
        value = loss(x, decoder(codes, weights, biases))
    optimizer.apply_gradients(zip(tape.gradient(value, variables), variables))
    return value
