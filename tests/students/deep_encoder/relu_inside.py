# %% [markdown] base="model"
# ReLU in the hidden layers.

# %% deep_encoder points=1 reason="use ReLU"
def deep_encoder(x, weights, biases):
    for number in (1, 2):
        x = tf.nn.relu(x @ weights[f"encoder_h{number}"] + biases[f"encoder_b{number}"])
    return tf.sigmoid(x @ weights["encoder_h3"] + biases["encoder_b3"])
