# %% [markdown] base="model"
# An encoder with the right values, made by NumPy, which no gradient passes.

# %% encoder points=4 reason="no gradient reaches"
def encoder(x, weights, biases):
    for layer in ("1", "2"):
        a = (
            np.asarray(x) @ weights["encoder_h" + layer].numpy()
            + biases["encoder_b" + layer].numpy()
        )
        x = 1 / (1 + np.exp(-a))
    return x
