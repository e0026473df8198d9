# %% [markdown] base="model"
# The last sigmoid is missing.

# %% deep_decoder points=1 reason="the last layer of the decoder has no sigmoid"
def deep_decoder(y, weights, biases):
    for number in (1, 2):
        y = tf.sigmoid(y @ weights[f"decoder_h{number}"] + biases[f"decoder_b{number}"])
    return y @ weights["decoder_h3"] + biases["decoder_b3"]
