# %% [markdown] base="model"
# Computes in NumPy: no gradient passes.

# %% deep_encoder points=1.5 reason="gradient"
def deep_encoder(x, weights, biases):
    result = np.asarray(x)
    for number in (1, 2, 3):
        total = result @ weights[f"encoder_h{number}"].numpy()
        result = 1 / (1 + np.exp(-total - biases[f"encoder_b{number}"].numpy()))
    return result
