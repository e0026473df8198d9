# %% [markdown] base="model"
# The last layer has no bias.

# %% deep_encoder points=1 reason="_b3"
def deep_encoder(x, weights, biases):
    for number in (1, 2):
        x = tf.sigmoid(x @ weights[f"encoder_h{number}"] + biases[f"encoder_b{number}"])
    return tf.sigmoid(x @ weights["encoder_h3"])
