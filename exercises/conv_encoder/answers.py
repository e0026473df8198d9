# %% written_out [markdown]
# Layer by layer.

# %% conv_encoder
def conv_encoder(x, weights, biases):
    image = tf.reshape(x, (-1, 28, 28, 1))
    first = tf.nn.relu(
        tf.nn.conv2d(image, weights["encoder_c1"], strides=2, padding="SAME") + biases["encoder_b1"]
    )
    second = tf.nn.relu(
        tf.nn.conv2d(first, weights["encoder_c2"], strides=2, padding="SAME") + biases["encoder_b2"]
    )
    flat = tf.reshape(second, (-1, 7 * 7 * 32))
    return tf.matmul(flat, weights["encoder_h3"]) + biases["encoder_b3"]


# %% keras_ops [markdown]
# Keras's operations, inside a `tf.function`.


# %% conv_encoder
@tf.function
def conv_encoder(x, weights, biases):
    ops = tf.keras.ops
    h = ops.reshape(x, (x.shape[0], 28, 28, 1))
    for k in (1, 2):
        a = ops.conv(h, weights[f"encoder_c{k}"], strides=2, padding="same")
        h = ops.relu(a + biases[f"encoder_b{k}"])
    return (
        ops.matmul(ops.reshape(h, (x.shape[0], -1)), weights["encoder_h3"]) + biases["encoder_b3"]
    )


# %% patches [markdown]
# A matrix product of all windows, padded by hand.


# %% conv_encoder
def conv_encoder(x, weights, biases):
    h = tf.reshape(x, (-1, 28, 28, 1))
    for k in (1, 2):
        padded = tf.pad(h, [[0, 0], [0, 1], [0, 1], [0, 0]])
        windows = tf.image.extract_patches(
            padded, (1, 3, 3, 1), (1, 2, 2, 1), (1, 1, 1, 1), "VALID"
        )
        kernel = weights[f"encoder_c{k}"]
        matrix = tf.reshape(kernel, (-1, kernel.shape[-1]))
        h = tf.maximum(windows @ matrix + biases[f"encoder_b{k}"], 0.0)
    return tf.reshape(h, (-1, 1568)) @ weights["encoder_h3"] + biases["encoder_b3"]


# %% float64_inside [markdown]
# Computes in float64 and casts back.


# %% conv_encoder
def conv_encoder(x, weights, biases):
    w = {key: tf.cast(value, tf.float64) for key, value in weights.items()}
    b = {key: tf.cast(value, tf.float64) for key, value in biases.items()}
    h = tf.reshape(tf.cast(x, tf.float64), (-1, 28, 28, 1))
    h = tf.nn.relu(tf.nn.bias_add(tf.nn.conv2d(h, w["encoder_c1"], 2, "SAME"), b["encoder_b1"]))
    h = tf.nn.relu(tf.nn.bias_add(tf.nn.conv2d(h, w["encoder_c2"], 2, "SAME"), b["encoder_b2"]))
    code = tf.tensordot(h, tf.reshape(w["encoder_h3"], (7, 7, 32, 64)), 3) + b["encoder_b3"]
    return tf.cast(code, tf.float32)


# %% einsum_over_the_grid [markdown]
# The dense layer as a sum over rows, columns and channels.


# %% conv_encoder
def conv_encoder(x, weights, biases):
    h = tf.reshape(x, (-1, 28, 28, 1))
    for number in "12":
        h = tf.nn.convolution(h, weights["encoder_c" + number], strides=[2, 2], padding="SAME")
        h = tf.keras.activations.relu(h + biases["encoder_b" + number])
    dense = tf.reshape(weights["encoder_h3"], (7, 7, 32, -1))
    return tf.einsum("nrcf,rcfk->nk", h, dense) + biases["encoder_b3"]


# %% no_relu [markdown]
# All nonlinearities are forgotten.


# %% conv_encoder points=4 reason="no layer has a ReLU"
def conv_encoder(x, weights, biases):
    h = tf.reshape(x, (-1, 28, 28, 1))
    for k in (1, 2):
        h = tf.nn.conv2d(h, weights[f"encoder_c{k}"], 2, "SAME") + biases[f"encoder_b{k}"]
    return tf.reshape(h, (-1, 1568)) @ weights["encoder_h3"] + biases["encoder_b3"]


# %% relu_on_the_code [markdown]
# The code goes through a ReLU too.


# %% conv_encoder points=4 reason="the code goes through a nonlinearity"
def conv_encoder(x, weights, biases):
    h = tf.reshape(x, (-1, 28, 28, 1))
    for k in (1, 2):
        h = tf.nn.relu(
            tf.nn.conv2d(h, weights[f"encoder_c{k}"], 2, "SAME") + biases[f"encoder_b{k}"]
        )
    return tf.nn.relu(tf.reshape(h, (-1, 1568)) @ weights["encoder_h3"] + biases["encoder_b3"])


# %% relu_cut_off [markdown]
# ReLU6, as small networks for telephones have it.


# %% conv_encoder points=4 reason="end at 6"
def conv_encoder(x, weights, biases):
    h = tf.reshape(x, (-1, 28, 28, 1))
    for k in (1, 2):
        h = tf.nn.relu6(
            tf.nn.conv2d(h, weights[f"encoder_c{k}"], 2, "SAME") + biases[f"encoder_b{k}"]
        )
    return tf.reshape(h, (-1, 1568)) @ weights["encoder_h3"] + biases["encoder_b3"]


# %% sigmoids [markdown]
# Sigmoids as in the dense network.


# %% conv_encoder points=4 reason="use sigmoid where ReLU"
def conv_encoder(x, weights, biases):
    h = tf.reshape(x, (-1, 28, 28, 1))
    for k in (1, 2):
        h = tf.sigmoid(
            tf.nn.conv2d(h, weights[f"encoder_c{k}"], 2, "SAME") + biases[f"encoder_b{k}"]
        )
    return tf.reshape(h, (-1, 1568)) @ weights["encoder_h3"] + biases["encoder_b3"]


# %% padded_on_both_sides [markdown]
# Zeros on both sides, as another library pads.


# %% conv_encoder points=3 reason="padded by a pixel on both sides"
def conv_encoder(x, weights, biases):
    h = tf.reshape(x, (-1, 28, 28, 1))
    for k in (1, 2):
        h = tf.pad(h, [[0, 0], [1, 1], [1, 1], [0, 0]])
        h = tf.nn.relu(
            tf.nn.conv2d(h, weights[f"encoder_c{k}"], 2, "VALID") + biases[f"encoder_b{k}"]
        )
    return tf.reshape(h, (-1, 1568)) @ weights["encoder_h3"] + biases["encoder_b3"]


# %% pooling [markdown]
# Stride 1 and maximum pooling in the place of stride 2.


# %% conv_encoder points=3 reason="pooling"
def conv_encoder(x, weights, biases):
    h = tf.reshape(x, (-1, 28, 28, 1))
    for k in (1, 2):
        h = tf.nn.relu(
            tf.nn.conv2d(h, weights[f"encoder_c{k}"], 1, "SAME") + biases[f"encoder_b{k}"]
        )
        h = tf.nn.max_pool2d(h, 2, 2, "VALID")
    return tf.reshape(h, (-1, 1568)) @ weights["encoder_h3"] + biases["encoder_b3"]


# %% channels_first [markdown]
# The feature map is flattened channel by channel.


# %% conv_encoder points=4 reason="do not fit"
def conv_encoder(x, weights, biases):
    h = tf.reshape(x, (-1, 28, 28, 1))
    for k in (1, 2):
        h = tf.nn.relu(
            tf.nn.conv2d(h, weights[f"encoder_c{k}"], 2, "SAME") + biases[f"encoder_b{k}"]
        )
    h = tf.transpose(h, (0, 3, 1, 2))
    return tf.reshape(h, (-1, 1568)) @ weights["encoder_h3"] + biases["encoder_b3"]


# %% bias_forgotten [markdown]
# A bias is forgotten.


# %% conv_encoder points=4 reason="encoder_b2"
def conv_encoder(x, weights, biases):
    h = tf.reshape(x, (-1, 28, 28, 1))
    h = tf.nn.relu(tf.nn.conv2d(h, weights["encoder_c1"], 2, "SAME") + biases["encoder_b1"])
    h = tf.nn.relu(tf.nn.conv2d(h, weights["encoder_c2"], 2, "SAME"))
    return tf.reshape(h, (-1, 1568)) @ weights["encoder_h3"] + biases["encoder_b3"]


# %% bias_after_relu [markdown]
# The bias comes after the ReLU.


# %% conv_encoder points=4 reason="added after its activation"
def conv_encoder(x, weights, biases):
    h = tf.reshape(x, (-1, 28, 28, 1))
    for k in (1, 2):
        h = (
            tf.nn.relu(tf.nn.conv2d(h, weights[f"encoder_c{k}"], 2, "SAME"))
            + biases[f"encoder_b{k}"]
        )
    return tf.reshape(h, (-1, 1568)) @ weights["encoder_h3"] + biases["encoder_b3"]


# %% stride_one [markdown]
# The stride is forgotten, so the dense layer does not fit.


# %% conv_encoder points=0 reason="the code raised"
def conv_encoder(x, weights, biases):
    h = tf.reshape(x, (-1, 28, 28, 1))
    for k in (1, 2):
        h = tf.nn.relu(
            tf.nn.conv2d(h, weights[f"encoder_c{k}"], 1, "SAME") + biases[f"encoder_b{k}"]
        )
    return tf.reshape(h, (len(x), -1)) @ weights["encoder_h3"] + biases["encoder_b3"]


# %% numpy [markdown]
# The dense layer in NumPy: no gradient passes.


# %% conv_encoder points=4 reason="no gradient reaches"
def conv_encoder(x, weights, biases):
    h = tf.reshape(x, (-1, 28, 28, 1))
    for k in (1, 2):
        h = tf.nn.relu(
            tf.nn.conv2d(h, weights[f"encoder_c{k}"], 2, "SAME") + biases[f"encoder_b{k}"]
        )
    return (
        h.numpy().reshape(-1, 1568) @ weights["encoder_h3"].numpy() + biases["encoder_b3"].numpy()
    )


# %% forgets_to_return [markdown]
# Returns nothing.


# %% conv_encoder points=0 reason="is a `return` missing"
def conv_encoder(x, weights, biases):
    h = tf.reshape(x, (-1, 28, 28, 1))
    for k in (1, 2):
        h = tf.nn.relu(
            tf.nn.conv2d(h, weights[f"encoder_c{k}"], 2, "SAME") + biases[f"encoder_b{k}"]
        )
    code = tf.reshape(h, (-1, 1568)) @ weights["encoder_h3"] + biases["encoder_b3"]
