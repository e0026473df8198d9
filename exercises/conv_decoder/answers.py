# %% written_out [markdown]
# Layer by layer.

# %% conv_decoder
def conv_decoder(y, weights, biases):
    n = tf.shape(y)[0]
    flat = tf.nn.relu(y @ weights["decoder_h1"] + biases["decoder_b1"])
    grid = tf.reshape(flat, (n, 7, 7, 32))
    grid = tf.nn.conv2d_transpose(grid, weights["decoder_c2"], (n, 14, 14, 16), 2, "SAME")
    grid = tf.nn.relu(grid + biases["decoder_b2"])
    image = tf.nn.conv2d_transpose(grid, weights["decoder_c3"], (n, 28, 28, 1), 2, "SAME")
    return tf.reshape(tf.sigmoid(image + biases["decoder_b3"]), (n, 784))


# %% keras_ops [markdown]
# Keras's operations, which find the size by themselves.


# %% conv_decoder
def conv_decoder(y, weights, biases):
    ops = tf.keras.ops
    h = ops.relu(ops.matmul(y, weights["decoder_h1"]) + biases["decoder_b1"])
    h = ops.reshape(h, (-1, 7, 7, 32))
    h = ops.conv_transpose(h, weights["decoder_c2"], strides=2, padding="same")
    h = ops.relu(h + biases["decoder_b2"])
    h = ops.conv_transpose(h, weights["decoder_c3"], strides=2, padding="same")
    return ops.sigmoid(ops.reshape(h, (-1, 784)) + biases["decoder_b3"])


# %% gradient_of_a_convolution [markdown]
# The adjoint is asked of TensorFlow as the gradient of a convolution.


# %% conv_decoder
def conv_decoder(y, weights, biases):
    h = tf.nn.relu(tf.nn.bias_add(tf.matmul(y, weights["decoder_h1"]), biases["decoder_b1"]))
    h = tf.reshape(h, (-1, 7, 7, 32))
    for key, side, channels, activation in (
        ("decoder_c2", 14, 16, tf.nn.relu),
        ("decoder_c3", 28, 1, tf.sigmoid),
    ):
        sizes = (h.shape[0], side, side, channels)
        h = tf.raw_ops.Conv2DBackpropInput(
            input_sizes=sizes,
            filter=tf.convert_to_tensor(weights[key]),
            out_backprop=h,
            strides=[1, 2, 2, 1],
            padding="SAME",
        )
        h = activation(h + biases[key.replace("_c", "_b")])
    return tf.reshape(h, (-1, 784))


# %% zeros_between [markdown]
# Zeros between the numbers, and a convolution with the kernel turned over.


# %% conv_decoder
def conv_decoder(y, weights, biases):
    def spread(h, kernel, side):
        n, rows, columns, channels = h.shape
        zeros = tf.zeros_like(h)
        h = tf.reshape(tf.stack([h, zeros], axis=3), (n, rows, 2 * columns, channels))
        h = tf.reshape(tf.stack([h, tf.zeros_like(h)], axis=2), (n, side, side, channels))
        h = tf.pad(h, [[0, 0], [2, 0], [2, 0], [0, 0]])
        turned = tf.transpose(kernel[::-1, ::-1], (0, 1, 3, 2))
        return tf.nn.conv2d(h, turned, 1, "VALID")

    h = tf.nn.relu(y @ weights["decoder_h1"] + biases["decoder_b1"])
    h = tf.reshape(h, (-1, 7, 7, 32))
    h = tf.nn.relu(spread(h, weights["decoder_c2"], 14) + biases["decoder_b2"])
    h = tf.sigmoid(spread(h, weights["decoder_c3"], 28) + biases["decoder_b3"])
    return tf.reshape(h, (-1, 784))


# %% compiled [markdown]
# A `tf.function` of the student's own, with the sigmoid by tanh.


# %% conv_decoder
@tf.function
def conv_decoder(y, weights, biases):
    n = y.shape[0]
    h = tf.reshape(tf.maximum(y @ weights["decoder_h1"] + biases["decoder_b1"], 0), (n, 7, 7, 32))
    h = tf.nn.conv_transpose(h, weights["decoder_c2"], (n, 14, 14, 16), 2)
    h = tf.maximum(h + biases["decoder_b2"], 0)
    h = tf.nn.conv_transpose(h, weights["decoder_c3"], (n, 28, 28, 1), 2)
    return tf.reshape((tf.tanh((h + biases["decoder_b3"]) / 2) + 1) / 2, (n, 784))


# %% logits [markdown]
# The sigmoid is left out.


# %% conv_decoder points=4 reason="the image has no sigmoid"
def conv_decoder(y, weights, biases):
    n = len(y)
    h = tf.reshape(tf.nn.relu(y @ weights["decoder_h1"] + biases["decoder_b1"]), (n, 7, 7, 32))
    h = tf.nn.conv2d_transpose(h, weights["decoder_c2"], (n, 14, 14, 16), 2)
    h = tf.nn.relu(h + biases["decoder_b2"])
    h = tf.nn.conv2d_transpose(h, weights["decoder_c3"], (n, 28, 28, 1), 2)
    return tf.reshape(h + biases["decoder_b3"], (n, 784))


# %% relu_forgotten [markdown]
# The dense layer has no ReLU.


# %% conv_decoder points=4 reason="the first layer has no ReLU"
def conv_decoder(y, weights, biases):
    n = len(y)
    h = tf.reshape(y @ weights["decoder_h1"] + biases["decoder_b1"], (n, 7, 7, 32))
    h = tf.nn.conv2d_transpose(h, weights["decoder_c2"], (n, 14, 14, 16), 2)
    h = tf.nn.relu(h + biases["decoder_b2"])
    h = tf.nn.conv2d_transpose(h, weights["decoder_c3"], (n, 28, 28, 1), 2)
    return tf.sigmoid(tf.reshape(h + biases["decoder_b3"], (n, 784)))


# %% relu_cut_off [markdown]
# ReLU6, as small networks for telephones have it.


# %% conv_decoder points=4 reason="end at 6"
def conv_decoder(y, weights, biases):
    n = len(y)
    h = tf.reshape(tf.nn.relu6(y @ weights["decoder_h1"] + biases["decoder_b1"]), (n, 7, 7, 32))
    h = tf.nn.conv2d_transpose(h, weights["decoder_c2"], (n, 14, 14, 16), 2)
    h = tf.nn.relu6(h + biases["decoder_b2"])
    h = tf.nn.conv2d_transpose(h, weights["decoder_c3"], (n, 28, 28, 1), 2)
    return tf.sigmoid(tf.reshape(h + biases["decoder_b3"], (n, 784)))


# %% sigmoids [markdown]
# Sigmoids in all layers.


# %% conv_decoder points=4 reason="use sigmoid where ReLU"
def conv_decoder(y, weights, biases):
    n = len(y)
    h = tf.reshape(tf.sigmoid(y @ weights["decoder_h1"] + biases["decoder_b1"]), (n, 7, 7, 32))
    h = tf.nn.conv2d_transpose(h, weights["decoder_c2"], (n, 14, 14, 16), 2)
    h = tf.sigmoid(h + biases["decoder_b2"])
    h = tf.nn.conv2d_transpose(h, weights["decoder_c3"], (n, 28, 28, 1), 2)
    return tf.sigmoid(tf.reshape(h + biases["decoder_b3"], (n, 784)))


# %% not_flat [markdown]
# The images are not flattened.


# %% conv_decoder points=5 reason="has shape (3, 28, 28, 1)"
def conv_decoder(y, weights, biases):
    n = len(y)
    h = tf.reshape(tf.nn.relu(y @ weights["decoder_h1"] + biases["decoder_b1"]), (n, 7, 7, 32))
    h = tf.nn.conv2d_transpose(h, weights["decoder_c2"], (n, 14, 14, 16), 2)
    h = tf.nn.relu(h + biases["decoder_b2"])
    h = tf.nn.conv2d_transpose(h, weights["decoder_c3"], (n, 28, 28, 1), 2)
    return tf.sigmoid(h + biases["decoder_b3"])


# %% repeated [markdown]
# Numbers are repeated and convolved, in the place of a transposed convolution.


# %% conv_decoder points=3 reason="numbers are repeated"
def conv_decoder(y, weights, biases):
    h = tf.reshape(tf.nn.relu(y @ weights["decoder_h1"] + biases["decoder_b1"]), (-1, 7, 7, 32))
    for key, bias, activation in (
        ("decoder_c2", "decoder_b2", tf.nn.relu),
        ("decoder_c3", "decoder_b3", tf.sigmoid),
    ):
        large = tf.repeat(tf.repeat(h, 2, axis=1), 2, axis=2)
        kernel = tf.transpose(weights[key], (0, 1, 3, 2))
        h = activation(tf.nn.conv2d(large, kernel, 1, "SAME") + biases[bias])
    return tf.reshape(h, (-1, 784))


# %% cut_on_the_wrong_side [markdown]
# Made too large, and cut at the top and at the left.


# %% conv_decoder points=3 reason="cut on the wrong side"
def conv_decoder(y, weights, biases):
    n = len(y)
    h = tf.reshape(tf.nn.relu(y @ weights["decoder_h1"] + biases["decoder_b1"]), (n, 7, 7, 32))
    h = tf.nn.conv2d_transpose(h, weights["decoder_c2"], (n, 15, 15, 16), 2, "VALID")[:, 1:, 1:]
    h = tf.nn.relu(h + biases["decoder_b2"])
    h = tf.nn.conv2d_transpose(h, weights["decoder_c3"], (n, 29, 29, 1), 2, "VALID")[:, 1:, 1:]
    return tf.sigmoid(tf.reshape(h + biases["decoder_b3"], (n, 784)))


# %% channels_first [markdown]
# The row of 1,568 numbers is read channel by channel.


# %% conv_decoder points=4 reason="do not fit"
def conv_decoder(y, weights, biases):
    n = len(y)
    h = tf.reshape(tf.nn.relu(y @ weights["decoder_h1"] + biases["decoder_b1"]), (n, 32, 7, 7))
    h = tf.transpose(h, (0, 2, 3, 1))
    h = tf.nn.conv2d_transpose(h, weights["decoder_c2"], (n, 14, 14, 16), 2)
    h = tf.nn.relu(h + biases["decoder_b2"])
    h = tf.nn.conv2d_transpose(h, weights["decoder_c3"], (n, 28, 28, 1), 2)
    return tf.sigmoid(tf.reshape(h + biases["decoder_b3"], (n, 784)))


# %% bias_forgotten [markdown]
# The last bias is forgotten.


# %% conv_decoder points=4 reason="decoder_b3"
def conv_decoder(y, weights, biases):
    n = len(y)
    h = tf.reshape(tf.nn.relu(y @ weights["decoder_h1"] + biases["decoder_b1"]), (n, 7, 7, 32))
    h = tf.nn.conv2d_transpose(h, weights["decoder_c2"], (n, 14, 14, 16), 2)
    h = tf.nn.relu(h + biases["decoder_b2"])
    h = tf.nn.conv2d_transpose(h, weights["decoder_c3"], (n, 28, 28, 1), 2)
    return tf.sigmoid(tf.reshape(h, (n, 784)))


# %% numpy_at_the_end [markdown]
# The last sigmoid in NumPy.


# %% conv_decoder points=4 reason="no gradient reaches"
def conv_decoder(y, weights, biases):
    n = len(y)
    h = tf.reshape(tf.nn.relu(y @ weights["decoder_h1"] + biases["decoder_b1"]), (n, 7, 7, 32))
    h = tf.nn.conv2d_transpose(h, weights["decoder_c2"], (n, 14, 14, 16), 2)
    h = tf.nn.relu(h + biases["decoder_b2"])
    h = tf.nn.conv2d_transpose(h, weights["decoder_c3"], (n, 28, 28, 1), 2)
    return 1 / (1 + np.exp(-(h.numpy() + biases["decoder_b3"].numpy()).reshape(n, 784)))


# %% wrong_kernel [markdown]
# The kernel's channels are turned, which does not fit.


# %% conv_decoder points=0 reason="the code raised"
def conv_decoder(y, weights, biases):
    n = len(y)
    h = tf.reshape(tf.nn.relu(y @ weights["decoder_h1"] + biases["decoder_b1"]), (n, 7, 7, 32))
    kernel = tf.transpose(weights["decoder_c2"], (0, 1, 3, 2))
    h = tf.nn.relu(tf.nn.conv2d_transpose(h, kernel, (n, 14, 14, 16), 2) + biases["decoder_b2"])
    h = tf.nn.conv2d_transpose(h, weights["decoder_c3"], (n, 28, 28, 1), 2)
    return tf.sigmoid(tf.reshape(h + biases["decoder_b3"], (n, 784)))

# %% right mutants [markdown]
# - `tf.nn.conv2d_transpose(features, weights['decoder_c2'], (n, 14, 14, 16), strides=2, padding='SAME') → tf.nn.conv2d_transpose(features, weights['decoder_c2'], (n, 14, 14, 16), strides=2)`:
#   SAME is what TensorFlow pads by where nothing is said.
# - `tf.nn.conv2d_transpose(features, weights['decoder_c3'], (n, 28, 28, 1), strides=2, padding='SAME') → tf.nn.conv2d_transpose(features, weights['decoder_c3'], (n, 28, 28, 1), strides=2)`:
#   SAME is what TensorFlow pads by where nothing is said.
