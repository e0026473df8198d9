# %% [markdown] base="model"
# A function that makes functions, and `partial`.

# %% decoder
from functools import partial


def make_layer(kernel, bias, activation):
    def apply(inputs):
        return activation(tf.linalg.matmul(inputs, kernel) + bias)

    return apply


def decoder(y, weights, biases):
    sigmoid_layer = partial(make_layer, activation=tf.math.sigmoid)
    hidden_layer = sigmoid_layer(weights["decoder_h1"], biases["decoder_b1"])
    output_layer = sigmoid_layer(weights["decoder_h2"], biases["decoder_b2"])
    return output_layer(hidden_layer(y))
