# %% [markdown] base="model"
# A fold over the layers.

# %% deep_decoder
import functools


def deep_decoder(y, weights, biases):
    def layer(result, number):
        return tf.keras.activations.sigmoid(
            tf.nn.bias_add(result @ weights["decoder_h" + number], biases["decoder_b" + number])
        )

    return functools.reduce(layer, "123", y)
