# %% [markdown] base="model"
# Returns nothing.

# %% deep_decoder points=0 reason="is a `return` missing"
def deep_decoder(y, weights, biases):
    for number in (1, 2, 3):
        y = tf.sigmoid(y @ weights[f"decoder_h{number}"] + biases[f"decoder_b{number}"])
