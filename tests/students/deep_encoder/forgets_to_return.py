# %% [markdown] base="model"
# Returns nothing.

# %% deep_encoder points=0 reason="is a `return` missing"
def deep_encoder(x, weights, biases):
    for number in (1, 2, 3):
        x = tf.sigmoid(x @ weights[f"encoder_h{number}"] + biases[f"encoder_b{number}"])
