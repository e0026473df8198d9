# %% [markdown] base="model"
# Stops after two layers.

# %% deep_decoder points=0.5 reason="layer 2 of 3"
def deep_decoder(y, weights, biases):
    for number in (1, 2):
        y = tf.sigmoid(y @ weights[f"decoder_h{number}"] + biases[f"decoder_b{number}"])
    return y
