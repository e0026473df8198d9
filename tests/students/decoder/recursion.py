# %% [markdown] base="model"
# The last layer calls for the one below.

# %% decoder
def decoder(y, weights, biases):
    def layer(number):
        if number == 0:
            return y
        below = layer(number - 1)
        return tf.sigmoid(below @ weights[f"decoder_h{number}"] + biases[f"decoder_b{number}"])

    return layer(2)
