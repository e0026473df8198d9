# %% [markdown] base="model"
# A fold over the layers.

# %% deep_encoder
import functools


def deep_encoder(x, weights, biases):
    def layer(result, number):
        return tf.keras.activations.sigmoid(
            tf.nn.bias_add(result @ weights["encoder_h" + number], biases["encoder_b" + number])
        )

    return functools.reduce(layer, "123", x)
