# %% [markdown] base="model"
# A sigmoid of one's own with the wrong sign in its exponent.

# %% encoder points=3 reason="sign of the exponent"
def encoder(x, weights, biases):
    def sigmoid(a):
        return 1 / (1 + tf.exp(a))

    hidden = sigmoid(x @ weights["encoder_h1"] + biases["encoder_b1"])
    return sigmoid(hidden @ weights["encoder_h2"] + biases["encoder_b2"])
