# %% [markdown] base="model"
# ReLU in the hidden layers.

# %% deep_decoder points=1 reason="use ReLU"
def deep_decoder(y, weights, biases):
    for number in (1, 2):
        y = tf.nn.relu(y @ weights[f"decoder_h{number}"] + biases[f"decoder_b{number}"])
    return tf.sigmoid(y @ weights["decoder_h3"] + biases["decoder_b3"])
