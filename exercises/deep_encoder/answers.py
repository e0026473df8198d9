# %% compiled_with_a_class [markdown]
# A class for a layer, inside a `tf.function`.

# %% deep_encoder
class Layer(tf.Module):
    def __init__(self, matrix, bias):
        super().__init__()
        self.matrix, self.bias = matrix, bias

    def __call__(self, inputs):
        return tf.nn.sigmoid(tf.linalg.matmul(inputs, self.matrix) + self.bias)


@tf.function
def deep_encoder(x, weights, biases):
    for number in (1, 2, 3):
        x = Layer(weights[f"encoder_h{number}"], biases[f"encoder_b{number}"])(x)
    return x

# %% einsum_and_tanh [markdown]
# `einsum`, and the sigmoid by tanh.

# %% deep_encoder
def deep_encoder(x, weights, biases):
    for k in range(1, 4):
        a = tf.einsum("ni,io->no", x, weights["encoder_h%d" % k]) + biases["encoder_b%d" % k]
        x = (tf.tanh(a / 2) + 1) / 2
    return x

# %% float64_inside [markdown]
# Computes in float64 and casts back.

# %% deep_encoder
def deep_encoder(x, weights, biases):
    result = tf.cast(x, tf.float64)
    for number in (1, 2, 3):
        matrix = tf.cast(weights[f"encoder_h{number}"], tf.float64)
        bias = tf.cast(biases[f"encoder_b{number}"], tf.float64)
        result = 1 / (1 + tf.exp(-(result @ matrix + bias)))
    return tf.cast(result, tf.float32)

# %% reduce_over_layers [markdown]
# A fold over the layers.

# %% deep_encoder
import functools


def deep_encoder(x, weights, biases):
    def layer(result, number):
        return tf.keras.activations.sigmoid(
            tf.nn.bias_add(result @ weights["encoder_h" + number], biases["encoder_b" + number])
        )

    return functools.reduce(layer, "123", x)

# %% written_out [markdown]
# Each layer in a line of its own.

# %% deep_encoder
def deep_encoder(x, weights, biases):
    first = tf.sigmoid(tf.matmul(x, weights["encoder_h1"]) + biases["encoder_b1"])
    second = tf.sigmoid(tf.matmul(first, weights["encoder_h2"]) + biases["encoder_b2"])
    return tf.sigmoid(tf.matmul(second, weights["encoder_h3"]) + biases["encoder_b3"])

# %% forgets_to_return [markdown]
# Returns nothing.

# %% deep_encoder points=0 reason="is a `return` missing"
def deep_encoder(x, weights, biases):
    for number in (1, 2, 3):
        x = tf.sigmoid(x @ weights[f"encoder_h{number}"] + biases[f"encoder_b{number}"])

# %% last_layer_linear [markdown]
# The last sigmoid is missing.

# %% deep_encoder points=1 reason="the last layer of the encoder has no sigmoid"
def deep_encoder(x, weights, biases):
    for number in (1, 2):
        x = tf.sigmoid(x @ weights[f"encoder_h{number}"] + biases[f"encoder_b{number}"])
    return x @ weights["encoder_h3"] + biases["encoder_b3"]

# %% numpy [markdown]
# Computes in NumPy: no gradient passes.

# %% deep_encoder points=1.5 reason="gradient"
def deep_encoder(x, weights, biases):
    result = np.asarray(x)
    for number in (1, 2, 3):
        total = result @ weights[f"encoder_h{number}"].numpy()
        result = 1 / (1 + np.exp(-total - biases[f"encoder_b{number}"].numpy()))
    return result

# %% relu_inside [markdown]
# ReLU in the hidden layers.

# %% deep_encoder points=1 reason="use ReLU"
def deep_encoder(x, weights, biases):
    for number in (1, 2):
        x = tf.nn.relu(x @ weights[f"encoder_h{number}"] + biases[f"encoder_b{number}"])
    return tf.sigmoid(x @ weights["encoder_h3"] + biases["encoder_b3"])

# %% softmax_at_the_end [markdown]
# A softmax at its end.

# %% deep_encoder points=1 reason="softmax"
def deep_encoder(x, weights, biases):
    for number in (1, 2):
        x = tf.sigmoid(x @ weights[f"encoder_h{number}"] + biases[f"encoder_b{number}"])
    return tf.nn.softmax(x @ weights["encoder_h3"] + biases["encoder_b3"])

# %% third_bias_forgotten [markdown]
# The last layer has no bias.

# %% deep_encoder points=1 reason="_b3"
def deep_encoder(x, weights, biases):
    for number in (1, 2):
        x = tf.sigmoid(x @ weights[f"encoder_h{number}"] + biases[f"encoder_b{number}"])
    return tf.sigmoid(x @ weights["encoder_h3"])

# %% two_layers [markdown]
# The third layer of the encoder is forgotten.

# %% deep_encoder points=0.5 reason="has shape (7, 128)"
def deep_encoder(x, weights, biases):
    hidden = tf.sigmoid(x @ weights["encoder_h1"] + biases["encoder_b1"])
    return tf.sigmoid(hidden @ weights["encoder_h2"] + biases["encoder_b2"])
