# %% [markdown] base="model"
# The last layer has no bias.

# %% deep_decoder points=1 reason="_b3"
def deep_decoder(y, weights, biases):
    for number in (1, 2):
        y = tf.sigmoid(y @ weights[f"decoder_h{number}"] + biases[f"decoder_b{number}"])
    return tf.sigmoid(y @ weights["decoder_h3"])
