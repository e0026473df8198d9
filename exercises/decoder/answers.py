# %% activation_layers_of_keras [markdown]
# Activations as Keras layers, products by `keras.ops.dot`.

# %% decoder
def decoder(y, weights, biases):
    activate = tf.keras.layers.Activation("sigmoid")
    hidden = activate(tf.keras.ops.dot(y, weights["decoder_h1"]) + biases["decoder_b1"])
    return activate(tf.keras.ops.dot(hidden, weights["decoder_h2"]) + biases["decoder_b2"])

# %% callable_object [markdown]
# An object with a `__call__` of its own stands for the function.

# %% decoder
class Decoder:
    """Two layers."""

    def __call__(self, y, weights, biases):
        hidden = self.layer(y, weights["decoder_h1"], biases["decoder_b1"])
        return self.layer(hidden, weights["decoder_h2"], biases["decoder_b2"])

    @staticmethod
    def layer(below, w, b):
        return 0.5 * (tf.tanh(0.5 * (below @ w + b)) + 1.0)


decoder = Decoder()

# %% clipped_to_its_range [markdown]
# A needless clip to the range that a sigmoid has anyway.

# %% decoder
def decoder(y, weights, biases):
    hidden = tf.nn.sigmoid(tf.add(tf.matmul(y, weights["decoder_h1"]), biases["decoder_b1"]))
    out = tf.nn.sigmoid(tf.add(tf.matmul(hidden, weights["decoder_h2"]), biases["decoder_b2"]))
    return tf.clip_by_value(out, 0.0, 1.0)

# %% closures [markdown]
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

# %% compiled_as_a_whole [markdown]
# The function is compiled by XLA.

# %% decoder
@tf.function(jit_compile=True)
def decoder(y, weights, biases):
    y = tf.nn.sigmoid(tf.matmul(y, weights["decoder_h1"]) + biases["decoder_b1"])
    y = tf.nn.sigmoid(tf.matmul(y, weights["decoder_h2"]) + biases["decoder_b2"])
    return y

# %% einsum [markdown]
# Einstein's sums, on letters of the student's own.

# %% decoder
def decoder(y, weights, biases):
    a = tf.einsum("bc,ch->bh", y, weights["decoder_h1"])
    hidden = tf.keras.activations.sigmoid(a + biases["decoder_b1"])
    a = tf.einsum("bh,hp->bp", hidden, weights["decoder_h2"])
    return tf.keras.activations.sigmoid(a + biases["decoder_b2"])

# %% logits_first [markdown]
# A helper returns logits; the sigmoid follows outside of it.

# %% decoder
def decoder_logits(y, weights, biases):
    hidden = tf.nn.sigmoid(y @ weights["decoder_h1"] + biases["decoder_b1"])
    return hidden @ weights["decoder_h2"] + biases["decoder_b2"]


def decoder(y, weights, biases):
    logits = decoder_logits(y, weights, biases)
    return tf.exp(tf.math.log_sigmoid(logits))

# %% products_summed_by_hand [markdown]
# Products of all pairs, summed over the inputs.

# %% decoder
def decoder(y, weights, biases):
    a = tf.reduce_sum(y[:, :, None] * weights["decoder_h1"][None, :, :], axis=1)
    h = tf.sigmoid(a + tf.reshape(biases["decoder_b1"], (1, -1)))
    rows = tf.unstack(h)
    a = tf.stack([tf.reduce_sum(row[:, None] * weights["decoder_h2"], axis=0) for row in rows])
    return tf.sigmoid(a + tf.reshape(biases["decoder_b2"], (1, -1)))

# %% recursion [markdown]
# The last layer calls for the one below.

# %% decoder
def decoder(y, weights, biases):
    def layer(number):
        if number == 0:
            return y
        below = layer(number - 1)
        return tf.sigmoid(below @ weights[f"decoder_h{number}"] + biases[f"decoder_b{number}"])

    return layer(2)

# %% reduced_over_layers [markdown]
# `functools.reduce` with a list of layers.

# %% decoder
import functools


def decoder(y, weights, biases):
    layers = [(weights["decoder_h%d" % n], biases["decoder_b%d" % n]) for n in (1, 2)]
    return functools.reduce(lambda z, wb: tf.nn.sigmoid(z @ wb[0] + wb[1]), layers, y)

# %% returns_float64 [markdown]
# Computed in float64 and left so.

# %% decoder
def decoder(y, weights, biases):
    weights = {key: tf.cast(value, "float64") for key, value in weights.items()}
    biases = {key: tf.cast(value, "float64") for key, value in biases.items()}
    hidden = tf.nn.sigmoid(tf.cast(y, "float64") @ weights["decoder_h1"] + biases["decoder_b1"])
    return tf.nn.sigmoid(hidden @ weights["decoder_h2"] + biases["decoder_b2"])

# %% vectorized_map [markdown]
# `tf.vectorized_map` over the codes, and reciprocals for fractions.

# %% decoder
def decoder(y, weights, biases):
    def one(code):
        out = code[tf.newaxis]
        for i in "12":
            out = out @ weights["decoder_h" + i] + biases["decoder_b" + i]
            out = tf.math.reciprocal(1.0 + tf.math.exp(-out))
        return tf.squeeze(out, axis=0)

    return tf.vectorized_map(one, y)

# %% bias_of_the_encoder [markdown]
# The encoder's first bias, of the same shape, is added in the decoder.

# %% decoder points=3 reason="depends on biases[\"encoder_b1\"]"
def decoder(y, weights, biases):
    hidden = tf.sigmoid(tf.matmul(y, weights["decoder_h1"]) + biases["encoder_b1"])
    return tf.sigmoid(tf.matmul(hidden, weights["decoder_h2"]) + biases["decoder_b2"])

# %% black_and_white [markdown]
# Pixels are set to 0 or 1, which ends the gradient too.

# %% decoder points=1 reason="rounded"
def decoder(y, weights, biases):
    hidden = tf.nn.sigmoid(y @ weights["decoder_h1"] + biases["decoder_b1"])
    z = tf.nn.sigmoid(hidden @ weights["decoder_h2"] + biases["decoder_b2"])
    return tf.cast(z > 0.5, tf.float32)

# %% forgotten_bias [markdown]
# A decoder that forgets one bias.

# %% decoder points=3 reason="decoder_b1"
def decoder(y, weights, biases):
    hidden = tf.nn.sigmoid(y @ weights["decoder_h1"])
    return tf.nn.sigmoid(hidden @ weights["decoder_h2"] + biases["decoder_b2"])

# %% images_of_28_by_28 [markdown]
# The reconstructions are reshaped to squares.

# %% decoder points=2 reason="has shape (7, 28, 28); expected shape (7, 784)"
def decoder(y, weights, biases):
    hidden = tf.nn.sigmoid(y @ weights["decoder_h1"] + biases["decoder_b1"])
    z = tf.nn.sigmoid(hidden @ weights["decoder_h2"] + biases["decoder_b2"])
    return tf.reshape(z, (-1, 28, 28))

# %% keys_of_the_encoder [markdown]
# Copied from the encoder, with its keys.

# %% decoder points=0 reason="Matrix size-incompatible"
def decoder(y, weights, biases):
    hidden = tf.nn.sigmoid(tf.matmul(y, weights["encoder_h1"]) + biases["encoder_b1"])
    return tf.nn.sigmoid(tf.matmul(hidden, weights["encoder_h2"]) + biases["encoder_b2"])

# %% leaves_logits [markdown]
# The last sigmoid is left to the loss.

# %% decoder points=3 reason="the last layer of the decoder has no sigmoid"
def decoder(y, weights, biases):
    hidden = tf.nn.sigmoid(tf.matmul(y, weights["decoder_h1"]) + biases["decoder_b1"])
    return tf.matmul(hidden, weights["decoder_h2"]) + biases["decoder_b2"]

# %% mean_over_the_batch [markdown]
# The reconstructions are averaged over the batch.

# %% decoder points=2 reason="has shape (784,); expected shape (7, 784)"
def decoder(y, weights, biases):
    hidden = tf.nn.sigmoid(y @ weights["decoder_h1"] + biases["decoder_b1"])
    z = tf.nn.sigmoid(hidden @ weights["decoder_h2"] + biases["decoder_b2"])
    return tf.reduce_mean(z, axis=0)

# %% pixels_up_to_255 [markdown]
# The reconstruction is scaled to 0 … 255.

# %% decoder points=3 reason="multiplied by 255"
def decoder(y, weights, biases):
    hidden = tf.nn.sigmoid(y @ weights["decoder_h1"] + biases["decoder_b1"])
    return 255.0 * tf.nn.sigmoid(hidden @ weights["decoder_h2"] + biases["decoder_b2"])

# %% relu_at_the_end [markdown]
# The hidden layer is right, the last one has a ReLU.

# %% decoder points=3 reason="the last layer of the decoder uses ReLU"
def decoder(y, weights, biases):
    hidden = tf.nn.sigmoid(y @ weights["decoder_h1"] + biases["decoder_b1"])
    return tf.nn.relu(hidden @ weights["decoder_h2"] + biases["decoder_b2"])

# %% relu_in_both_layers [markdown]
# Both layers have a ReLU.

# %% decoder points=3 reason="uses ReLU where a sigmoid is asked for"
def decoder(y, weights, biases):
    layer_1 = tf.nn.relu(tf.matmul(y, weights["decoder_h1"]) + biases["decoder_b1"])
    layer_2 = tf.nn.relu(tf.matmul(layer_1, weights["decoder_h2"]) + biases["decoder_b2"])
    return layer_2

# %% sigmoid_twice [markdown]
# A helper ends with a sigmoid, and one more is applied to its result.

# %% decoder points=3 reason="applies its sigmoid twice"
def decoder_layer(x, w, b):
    return tf.nn.sigmoid(tf.matmul(x, w) + b)


def decoder(y, weights, biases):
    hidden = decoder_layer(y, weights["decoder_h1"], biases["decoder_b1"])
    return tf.nn.sigmoid(decoder_layer(hidden, weights["decoder_h2"], biases["decoder_b2"]))

# %% softmax_over_pixels [markdown]
# A softmax over the pixels.

# %% decoder points=3 reason="applies a softmax at its end"
def decoder(y, weights, biases):
    h = tf.nn.sigmoid(y @ weights["decoder_h1"] + biases["decoder_b1"])
    return tf.nn.softmax(h @ weights["decoder_h2"] + biases["decoder_b2"], axis=-1)

# %% tanh_for_sigmoid [markdown]
# Both layers have tanh.

# %% decoder points=3 reason="uses tanh where a sigmoid is asked for"
def decoder(y, weights, biases):
    h = tf.nn.tanh(tf.matmul(y, weights["decoder_h1"]) + biases["decoder_b1"])
    return tf.nn.tanh(tf.matmul(h, weights["decoder_h2"]) + biases["decoder_b2"])

# %% tied_weights [markdown]
# The transposed weights of the encoder take the place of the decoder's own.

# %% decoder points=3 reason="which is no part of the decoder"
def decoder(y, weights, biases):
    W1 = tf.transpose(weights["encoder_h2"])
    W2 = tf.transpose(weights["encoder_h1"])
    hidden = tf.nn.sigmoid(y @ W1 + biases["decoder_b1"])
    return tf.nn.sigmoid(hidden @ W2 + biases["decoder_b2"])

# %% weights_made_constants [markdown]
# Weights and biases are turned into NumPy arrays first.

# %% decoder points=4 reason="no gradient reaches weights"
def decoder(y, weights, biases):
    w = {k: np.array(v) for k, v in weights.items()}
    b = {k: np.array(v) for k, v in biases.items()}
    hidden = tf.nn.sigmoid(tf.matmul(y, w["decoder_h1"]) + b["decoder_b1"])
    return tf.nn.sigmoid(tf.matmul(hidden, w["decoder_h2"]) + b["decoder_b2"])

# %% without_biases [markdown]
# No bias in any layer.

# %% decoder points=3 reason="the biases have no effect"
def decoder(y, weights, biases):
    hidden = tf.sigmoid(tf.matmul(y, weights["decoder_h1"]))
    return tf.sigmoid(tf.matmul(hidden, weights["decoder_h2"]))
