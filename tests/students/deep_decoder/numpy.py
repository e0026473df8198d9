# %% [markdown] base="model"
# Computes in NumPy: no gradient passes.

# %% deep_decoder points=1.5 reason="gradient"
def deep_decoder(y, weights, biases):
    result = np.asarray(y)
    for number in (1, 2, 3):
        total = result @ weights[f"decoder_h{number}"].numpy()
        result = 1 / (1 + np.exp(-total - biases[f"decoder_b{number}"].numpy()))
    return result
