# %% [markdown] base="model"
# A softmax at its end.

# %% deep_decoder points=1 reason="softmax"
def deep_decoder(y, weights, biases):
    for number in (1, 2):
        y = tf.sigmoid(y @ weights[f"decoder_h{number}"] + biases[f"decoder_b{number}"])
    return tf.nn.softmax(y @ weights["decoder_h3"] + biases["decoder_b3"])
