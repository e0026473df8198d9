# %% [markdown] base="model"
# Encoder and decoder with parameters of other names, and with one more, called by them.

# %% encoder
def encoder(images, w, b, activation=tf.sigmoid):
    hidden = activation(images @ w["encoder_h1"] + b["encoder_b1"])
    return activation(hidden @ w["encoder_h2"] + b["encoder_b2"])


# %% decoder
def decoder(code, w, b, activation=tf.sigmoid):
    hidden = activation(code @ w["decoder_h1"] + b["decoder_b1"])
    return activation(hidden @ w["decoder_h2"] + b["decoder_b2"])


# %% train_step
def train_step(x, weights, biases, optimizer, loss):
    variables = [*weights.values(), *biases.values()]
    with tf.GradientTape() as tape:
        code = encoder(x, w=weights, b=biases)
        value = loss(x, decoder(b=biases, w=weights, code=code, activation=tf.sigmoid))
    optimizer.apply_gradients(zip(tape.gradient(value, variables), variables))
    return value
