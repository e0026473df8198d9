# %% bias_as_a_row_of_the_matrix [markdown]
# Every input gets a 1 at its end, and the bias is the last row of the matrix.

# %% encoder
def encoder(x, weights, biases):
    def affine(inputs, kernel, bias):
        matrix = tf.concat([kernel, bias[tf.newaxis, :]], axis=0)
        ones = tf.ones((tf.shape(inputs)[0], 1))
        return tf.concat([inputs, ones], axis=1) @ matrix

    hidden = tf.sigmoid(affine(x, weights["encoder_h1"], biases["encoder_b1"]))
    return tf.sigmoid(affine(hidden, weights["encoder_h2"], biases["encoder_b2"]))

# %% columns_as_on_the_sheet [markdown]
# The formula of the exercise sheet, with an image a column.

# %% encoder
def encoder(x, weights, biases):
    column = tf.transpose(x)
    for i in (1, 2):
        W = tf.transpose(weights["encoder_h%d" % i])
        b = tf.expand_dims(biases["encoder_b%d" % i], axis=1)
        column = tf.sigmoid(W @ column + b)
    return tf.transpose(column)

# %% float64_inside [markdown]
# Computed in float64, and cast back at the end.

# %% encoder
def encoder(x, weights, biases):
    a = tf.cast(x, tf.float64)
    for n in range(1, 3):
        w = tf.cast(weights["encoder_h" + str(n)], tf.float64)
        b = tf.cast(biases["encoder_b" + str(n)], tf.float64)
        a = 1.0 / (1.0 + tf.exp(-(tf.matmul(a, w) + b)))
    return tf.cast(a, tf.float32)

# %% keras_layers_called_stateless [markdown]
# Keras layers that are called with the given variables in place of their own.

# %% encoder
def encoder(x, weights, biases):
    for number, units in ((1, 256), (2, 128)):
        layer = tf.keras.layers.Dense(units, activation="sigmoid")
        layer.build(x.shape)
        given = [weights[f"encoder_h{number}"], biases[f"encoder_b{number}"]]
        x, _ = layer.stateless_call(given, [], x)
    return x

# %% keras_ops [markdown]
# The operations of Keras.

# %% encoder
def encoder(x, weights, biases):
    ops = tf.keras.ops
    h = ops.sigmoid(ops.add(ops.matmul(x, weights["encoder_h1"]), biases["encoder_b1"]))
    return ops.sigmoid(ops.add(ops.matmul(h, weights["encoder_h2"]), biases["encoder_b2"]))

# %% list_of_rows [markdown]
# A list, of a code for each image.

# %% encoder
def encoder(x, weights, biases):
    h = tf.sigmoid(x @ weights["encoder_h1"] + biases["encoder_b1"])
    return [tf.sigmoid(row) for row in h @ weights["encoder_h2"] + biases["encoder_b2"]]

# %% one_image_at_a_time [markdown]
# `tf.map_fn` encodes one image after the other.

# %% encoder
def encoder(x, weights, biases):
    def encode_one(image):
        hidden = tf.linalg.matvec(weights["encoder_h1"], image, transpose_a=True)
        hidden = tf.nn.sigmoid(hidden + biases["encoder_b1"])
        code = tf.linalg.matvec(weights["encoder_h2"], hidden, transpose_a=True)
        return tf.nn.sigmoid(code + biases["encoder_b2"])

    return tf.map_fn(encode_one, x)

# %% own_compiled_layer [markdown]
# A helper that XLA compiles, with the sigmoid written as an exponential of a softplus.

# %% encoder
@tf.function(jit_compile=True)
def layer(below, W, b):
    return tf.exp(-tf.math.softplus(-(below @ W + b)))


def encoder(x, weights, biases):
    y1 = layer(x, weights["encoder_h1"], biases["encoder_b1"])
    y2 = layer(y1, weights["encoder_h2"], biases["encoder_b2"])
    return y2

# %% sigmoid_with_its_own_gradient [markdown]
# A sigmoid whose derivative is written by hand.

# %% encoder
@tf.custom_gradient
def logistic(a):
    s = 1 / (1 + tf.exp(-a))
    return s, lambda upstream: upstream * s * (1 - s)


def encoder(x, weights, biases):
    hidden = logistic(tf.matmul(x, weights["encoder_h1"]) + biases["encoder_b1"])
    return logistic(tf.matmul(hidden, weights["encoder_h2"]) + biases["encoder_b2"])

# %% softmax_of_two_classes [markdown]
# The sigmoid as the first of two probabilities of a softmax.

# %% encoder
def squash(a):
    return tf.nn.softmax(tf.stack([a, tf.zeros_like(a)], axis=-1), axis=-1)[..., 0]


def encoder(x, weights, biases):
    hidden = squash(x @ weights["encoder_h1"] + biases["encoder_b1"])
    return squash(hidden @ weights["encoder_h2"] + biases["encoder_b2"])

# %% tensordot_in_a_loop [markdown]
# `tf.tensordot` over sorted keys.

# %% encoder
def encoder(x, weights, biases):
    out = x
    for key in sorted(k for k in weights if k.startswith("encoder")):
        out = tf.tensordot(out, weights[key], axes=[[1], [0]])
        out = tf.nn.sigmoid(out + biases[key.replace("h", "b")])
    return out

# %% tf_module [markdown]
# Two objects of a class of layers made from `tf.Module`.

# %% encoder
class Layer(tf.Module):
    def __init__(self, kernel, bias):
        super().__init__()
        self.kernel = kernel
        self.bias = bias

    def __call__(self, inputs):
        return tf.math.sigmoid(tf.add(tf.matmul(inputs, self.kernel), self.bias))


def encoder(x, weights, biases):
    first = Layer(weights["encoder_h1"], biases["encoder_b1"])
    second = Layer(weights["encoder_h2"], biases["encoder_b2"])
    return second(first(x))

# %% traced_by_its_own_decorator [markdown]
# The whole function is a `tf.function`.

# %% encoder
@tf.function
def encoder(x, weights, biases):
    keys = ["1", "2"]
    y = x
    for k in keys:
        y = tf.nn.sigmoid(tf.nn.bias_add(tf.matmul(y, weights["encoder_h" + k]),
                                         biases["encoder_b" + k]))
    return y

# %% bias_after_the_sigmoid [markdown]
# The bias is added to the result of the sigmoid.

# %% encoder points=3 reason="added after the sigmoid"
def encoder(x, weights, biases):
    hidden = tf.nn.sigmoid(x @ weights["encoder_h1"]) + biases["encoder_b1"]
    return tf.nn.sigmoid(hidden @ weights["encoder_h2"]) + biases["encoder_b2"]

# %% elementwise_product [markdown]
# A star in place of the matrix product.

# %% encoder points=0 reason="the code raised"
def encoder(x, weights, biases):
    hidden = tf.nn.sigmoid(x * weights["encoder_h1"] + biases["encoder_b1"])
    return tf.nn.sigmoid(hidden * weights["encoder_h2"] + biases["encoder_b2"])

# %% forgets_the_first_sigmoid [markdown]
# The hidden layer is linear.

# %% encoder points=3 reason="the first layer of the encoder has no sigmoid"
def encoder(x, weights, biases):
    hidden = x @ weights["encoder_h1"] + biases["encoder_b1"]
    return tf.nn.sigmoid(hidden @ weights["encoder_h2"] + biases["encoder_b2"])

# %% forgets_the_second_bias [markdown]
# The second layer adds no bias.

# %% encoder points=3 reason="biases[\"encoder_b2\"] has no effect"
def encoder(x, weights, biases):
    hidden = tf.sigmoid(tf.matmul(x, weights["encoder_h1"]) + biases["encoder_b1"])
    return tf.sigmoid(tf.matmul(hidden, weights["encoder_h2"]))

# %% forgets_to_return [markdown]
# Everything is computed, and nothing returned.

# %% encoder points=0 reason="is a `return` missing?"
def encoder(x, weights, biases):
    hidden = tf.nn.sigmoid(x @ weights["encoder_h1"] + biases["encoder_b1"])
    code = tf.nn.sigmoid(hidden @ weights["encoder_h2"] + biases["encoder_b2"])

# %% image_scaled_again [markdown]
# The image, which lies between 0 and 1 already, is divided by 255.

# %% encoder points=3 reason="the input of the encoder is divided by 255"
def encoder(x, weights, biases):
    x = tf.cast(x, tf.float32) / 255.0
    h = tf.nn.sigmoid(x @ weights["encoder_h1"] + biases["encoder_b1"])
    return tf.nn.sigmoid(h @ weights["encoder_h2"] + biases["encoder_b2"])

# %% in_numpy [markdown]
# An encoder with the right values, made by NumPy, which no gradient passes.

# %% encoder points=4 reason="no gradient reaches"
def encoder(x, weights, biases):
    for layer in ("1", "2"):
        a = (
            np.asarray(x) @ weights["encoder_h" + layer].numpy()
            + biases["encoder_b" + layer].numpy()
        )
        x = 1 / (1 + np.exp(-a))
    return x

# %% linear_code [markdown]
# An encoder without its last sigmoid.

# %% encoder points=3 reason="the last layer of the encoder has no sigmoid"
def encoder(x, weights, biases):
    hidden = tf.nn.sigmoid(x @ weights["encoder_h1"] + biases["encoder_b1"])
    return hidden @ weights["encoder_h2"] + biases["encoder_b2"]

# %% linear_throughout [markdown]
# Two matrix products, and no sigmoid.

# %% encoder points=3 reason="the encoder has no sigmoid at all"
def encoder(x, weights, biases):
    layer_1 = tf.add(tf.matmul(x, weights["encoder_h1"]), biases["encoder_b1"])
    layer_2 = tf.add(tf.matmul(layer_1, weights["encoder_h2"]), biases["encoder_b2"])
    return layer_2

# %% new_keras_layers [markdown]
# New Keras layers in each call, with weights of their own.

# %% encoder points=1 reason="different results"
def encoder(x, weights, biases):
    model = tf.keras.Sequential(
        [
            tf.keras.layers.Dense(256, activation="sigmoid"),
            tf.keras.layers.Dense(128, activation="sigmoid"),
        ]
    )
    return model(x)

# %% relu_hidden_layer [markdown]
# The hidden layer has a ReLU.

# %% encoder points=3 reason="use ReLU where a sigmoid is asked for"
def encoder(x, weights, biases):
    hidden = tf.nn.relu(tf.matmul(x, weights["encoder_h1"]) + biases["encoder_b1"])
    return tf.nn.sigmoid(tf.matmul(hidden, weights["encoder_h2"]) + biases["encoder_b2"])

# %% returns_the_hidden_layer [markdown]
# The result of the first layer is returned.

# %% encoder points=2 reason="it is that of layer 1 of 2"
def encoder(x, weights, biases):
    hidden = tf.nn.sigmoid(x @ weights["encoder_h1"] + biases["encoder_b1"])
    code = tf.nn.sigmoid(hidden @ weights["encoder_h2"] + biases["encoder_b2"])
    return hidden

# %% sigmoid_with_a_wrong_sign [markdown]
# A sigmoid of one's own with the wrong sign in its exponent.

# %% encoder points=3 reason="sign of the exponent"
def encoder(x, weights, biases):
    def sigmoid(a):
        return 1 / (1 + tf.exp(a))

    hidden = sigmoid(x @ weights["encoder_h1"] + biases["encoder_b1"])
    return sigmoid(hidden @ weights["encoder_h2"] + biases["encoder_b2"])

# %% softmax_code [markdown]
# The code is a softmax, as in a classifier.

# %% encoder points=3 reason="applies a softmax at its end"
def encoder(x, weights, biases):
    hidden = tf.nn.sigmoid(x @ weights["encoder_h1"] + biases["encoder_b1"])
    return tf.nn.softmax(hidden @ weights["encoder_h2"] + biases["encoder_b2"])

# %% takes_a_bias_of_the_decoder [markdown]
# Copied from the decoder: the first bias is the decoder's, which has the same shape.

# %% encoder points=3 reason="depends on biases[\"decoder_b1\"]"
def encoder(x, weights, biases):
    hidden = tf.nn.sigmoid(x @ weights["encoder_h1"] + biases["decoder_b1"])
    return tf.nn.sigmoid(hidden @ weights["encoder_h2"] + biases["encoder_b2"])

# %% transposed_weights_of_the_decoder [markdown]
# Tied weights: the second layer takes the decoder's first matrix, transposed.

# %% encoder points=3 reason="depends on weights[\"decoder_h1\"]"
def encoder(x, weights, biases):
    hidden = tf.sigmoid(tf.matmul(x, weights["encoder_h1"]) + biases["encoder_b1"])
    code = tf.matmul(hidden, weights["decoder_h1"], transpose_b=True)
    return tf.sigmoid(code + biases["encoder_b2"])

# %% weights_copied_into_layers [markdown]
# Keras layers whose weights are set to copies of the given ones, so that no gradient comes back.

# %% encoder points=4 reason="no gradient reaches weights"
def encoder(x, weights, biases):
    for number in ("1", "2"):
        kernel, bias = weights["encoder_h" + number], biases["encoder_b" + number]
        layer = tf.keras.layers.Dense(kernel.shape[1], activation="sigmoid")
        layer.build(x.shape)
        layer.set_weights([kernel.numpy(), bias.numpy()])
        x = layer(x)
    return x
