# %% [markdown] base="model"
# The last sigmoid is missing.

# %% deep_encoder points=1 reason="the last layer of the encoder has no sigmoid"
def deep_encoder(x, weights, biases):
    for number in (1, 2):
        x = tf.sigmoid(x @ weights[f"encoder_h{number}"] + biases[f"encoder_b{number}"])
    return x @ weights["encoder_h3"] + biases["encoder_b3"]
