# %% [markdown] base="model"
# A softmax at its end.

# %% deep_encoder points=1 reason="softmax"
def deep_encoder(x, weights, biases):
    for number in (1, 2):
        x = tf.sigmoid(x @ weights[f"encoder_h{number}"] + biases[f"encoder_b{number}"])
    return tf.nn.softmax(x @ weights["encoder_h3"] + biases["encoder_b3"])
