# %% compiled_with_a_class [markdown]
# A class for a layer, inside a `tf.function`.

# %% deep_decoder
class Layer(tf.Module):
    def __init__(self, matrix, bias):
        super().__init__()
        self.matrix, self.bias = matrix, bias

    def __call__(self, inputs):
        return tf.nn.sigmoid(tf.linalg.matmul(inputs, self.matrix) + self.bias)


@tf.function
def deep_decoder(y, weights, biases):
    for number in (1, 2, 3):
        y = Layer(weights[f"decoder_h{number}"], biases[f"decoder_b{number}"])(y)
    return y

# %% einsum_and_tanh [markdown]
# `einsum`, and the sigmoid by tanh.

# %% deep_decoder
def deep_decoder(y, weights, biases):
    for k in range(1, 4):
        a = tf.einsum("ni,io->no", y, weights["decoder_h%d" % k]) + biases["decoder_b%d" % k]
        y = (tf.tanh(a / 2) + 1) / 2
    return y

# %% float64_inside [markdown]
# Computes in float64 and casts back.

# %% deep_decoder
def deep_decoder(y, weights, biases):
    result = tf.cast(y, tf.float64)
    for number in (1, 2, 3):
        matrix = tf.cast(weights[f"decoder_h{number}"], tf.float64)
        bias = tf.cast(biases[f"decoder_b{number}"], tf.float64)
        result = 1 / (1 + tf.exp(-(result @ matrix + bias)))
    return tf.cast(result, tf.float32)

# %% reduce_over_layers [markdown]
# A fold over the layers.

# %% deep_decoder
import functools


def deep_decoder(y, weights, biases):
    def layer(result, number):
        return tf.keras.activations.sigmoid(
            tf.nn.bias_add(result @ weights["decoder_h" + number], biases["decoder_b" + number])
        )

    return functools.reduce(layer, "123", y)

# %% written_out [markdown]
# Each layer in a line of its own.

# %% deep_decoder
def deep_decoder(y, weights, biases):
    first = tf.sigmoid(tf.matmul(y, weights["decoder_h1"]) + biases["decoder_b1"])
    second = tf.sigmoid(tf.matmul(first, weights["decoder_h2"]) + biases["decoder_b2"])
    return tf.sigmoid(tf.matmul(second, weights["decoder_h3"]) + biases["decoder_b3"])

# %% forgets_to_return [markdown]
# Returns nothing.

# %% deep_decoder points=0 reason="is a `return` missing"
def deep_decoder(y, weights, biases):
    for number in (1, 2, 3):
        y = tf.sigmoid(y @ weights[f"decoder_h{number}"] + biases[f"decoder_b{number}"])

# %% last_layer_linear [markdown]
# The last sigmoid is missing.

# %% deep_decoder points=1 reason="the last layer of the decoder has no sigmoid"
def deep_decoder(y, weights, biases):
    for number in (1, 2):
        y = tf.sigmoid(y @ weights[f"decoder_h{number}"] + biases[f"decoder_b{number}"])
    return y @ weights["decoder_h3"] + biases["decoder_b3"]

# %% numpy [markdown]
# Computes in NumPy: no gradient passes.

# %% deep_decoder points=1.5 reason="gradient"
def deep_decoder(y, weights, biases):
    result = np.asarray(y)
    for number in (1, 2, 3):
        total = result @ weights[f"decoder_h{number}"].numpy()
        result = 1 / (1 + np.exp(-total - biases[f"decoder_b{number}"].numpy()))
    return result

# %% relu_inside [markdown]
# ReLU in the hidden layers.

# %% deep_decoder points=1 reason="use ReLU"
def deep_decoder(y, weights, biases):
    for number in (1, 2):
        y = tf.nn.relu(y @ weights[f"decoder_h{number}"] + biases[f"decoder_b{number}"])
    return tf.sigmoid(y @ weights["decoder_h3"] + biases["decoder_b3"])

# %% softmax_at_the_end [markdown]
# A softmax at its end.

# %% deep_decoder points=1 reason="softmax"
def deep_decoder(y, weights, biases):
    for number in (1, 2):
        y = tf.sigmoid(y @ weights[f"decoder_h{number}"] + biases[f"decoder_b{number}"])
    return tf.nn.softmax(y @ weights["decoder_h3"] + biases["decoder_b3"])

# %% third_bias_forgotten [markdown]
# The last layer has no bias.

# %% deep_decoder points=1 reason="_b3"
def deep_decoder(y, weights, biases):
    for number in (1, 2):
        y = tf.sigmoid(y @ weights[f"decoder_h{number}"] + biases[f"decoder_b{number}"])
    return tf.sigmoid(y @ weights["decoder_h3"])

# %% two_layers [markdown]
# Stops after two layers.

# %% deep_decoder points=0.5 reason="layer 2 of 3"
def deep_decoder(y, weights, biases):
    for number in (1, 2):
        y = tf.sigmoid(y @ weights[f"decoder_h{number}"] + biases[f"decoder_b{number}"])
    return y
