# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 1 · A convolutional autoencoder
#
# The autoencoders so far took an image for a row of 784 numbers, in which a pixel has no
# neighbours.
# In this notebook you build one that knows where pixels lie: it looks for small patterns, the same
# ones everywhere.
#
# **Afterwards you can**
#
# - say what a convolution assumes of images, and what it saves;
# - compute the size of its output, and say where padding goes;
# - explain a transposed convolution as the adjoint of a convolution, and check that it is one;
# - compare two networks fairly: by their parameters, their time and their errors;
# - tell what a network learns from its filters, and when a small error is no merit.
#
# **Time:** 30 minutes of reading, 50 minutes of coding, 1 to 2 minutes of training.

# %% [markdown]
# ## How the exercises work
#
# 1. An exercise is a function whose body is `raise NotImplementedError`.
#    Replace that line with your code; keep the function's name and its arguments.
# 2. Run the cell, then run the check in the cell below it.
#    It prints `✓` and what it tested, or `✗` with what it found and what to do.
# 3. When you are done, choose *Kernel → Restart Kernel and Run All Cells*, or press *Validate*.
#    Run All stops at the first `✗`; grading goes on with the next exercise.
#    Then hand in this file under its own name.
#
# **What is graded:** the five functions below, 20 points in all, by tests of their own.
# Points are given item by item, and a mistake in one function costs nothing in the next one.
#
# The graded cells must keep their places: do not copy, move or delete them.
# You may add cells of your own anywhere.

# %%
import lab  # first of all, so that TensorFlow starts without its red lines

import dataclasses

import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

BLUE, ORANGE, GREEN = "#2166ac", "#d6711a", "#1b7f5c"
# %% [markdown]
# The images are those of the first assignment.

# %%
data = lab.load_mnist()

# %% [markdown]
# ## Why a dense layer must learn a stroke many times
#
# A unit of a dense layer has one weight for each pixel.
# A unit that answers to a stroke at the left has its weights there, so the same stroke further to
# the right means nothing to it.
# To see the stroke wherever it stands, the layer needs a unit for each place, and each of them must
# learn the stroke from those images that have it there.
#
# Suppose instead that a pattern is the same thing at every place.
# Then a few weights, a **kernel**, can be moved over the image, and every image with a stroke
# anywhere teaches the same weights.
# That is a convolution.
#
# The next cell puts it to the test: a stroke at two places, a dense unit that is made for the first
# one, and a kernel of 5 × 3 weights.
#
# **What to look at.** Where does each of them answer?
# In the pictures of the convolution red is a positive answer, blue a negative one, white is 0.

# %%
strokes = np.zeros((2, 28, 28), np.float32)
strokes[0, 8:20, 7] = strokes[1, 8:20, 19] = 1
template = strokes[0] / strokes[0].sum()
kernel = np.tile(np.float32([-0.5, 1, -0.5]), (5, 1)) / 5
answers = tf.keras.ops.conv(strokes[..., None], kernel[..., None, None], padding="same")

figure, axes = plt.subplots(1, 4, figsize=(9.6, 2.9), layout="constrained")
words = []
for row, (name, stroke) in enumerate(zip(("at the left", "at the right"), strokes, strict=True)):
    dense = float(np.sum(template * stroke))
    image, answer = axes[2 * row : 2 * row + 2]
    column = np.argmax(np.max(answers[row, :, :, 0], axis=0))
    words.append(
        f"a stroke {name}: dense unit {dense:.2f}, convolution {np.max(answers[row]):.2f} at most, "
        f"in column {column}"
    )
    image.imshow(stroke, cmap="gray")
    image.set_title(f"a stroke {name}\ndense unit: {dense:.2f}", fontsize=10)
    answer.imshow(answers[row, :, :, 0], cmap="RdBu_r", vmin=-1, vmax=1)
    answer.set_title(f"convolution\nlargest answer: {np.max(answers[row]):.2f}", fontsize=10)
for axis in axes:
    axis.set(xlabel="column", ylabel="row", xticks=[0, 14, 27], yticks=[0, 14, 27])
    axis.label_outer()
lab.show(figure, f"Two images and the answers to them, {'; '.join(words)}.")

# %% [markdown]
# The dense unit answers to the left stroke only.
# The convolution answers to both, and its answer stands where the stroke stands: move the image,
# and the answer moves along (it is *equivariant*), away from the borders.

# %% [markdown]
# ## A convolution by hand
#
# A convolution of an image $x$ with a kernel $w$ of $k \times k$ weights is, at each place, the sum
# of the products of the kernel with the window below it:
#
# $$ y_{i,j} = \sum_{u=0}^{k-1} \sum_{v=0}^{k-1} w_{u,v}\; x_{s i + u,\, s j + v} . $$
#
# The **stride** $s$ says by how many pixels the window moves from one place to the next.
# Rows and columns are counted from 0.
# (Strictly this is a cross-correlation: a mathematician's convolution turns the kernel over first.
# A network learns its kernels, so it makes no difference here.)

# %% [markdown]
# ![A 5 by 5 image with a vertical stroke of ones in its second column, a 3 by 3 kernel with columns
# of -1, 0 and 1, and the 3 by 3 result. The window at the upper left is marked: the stroke lies
# under the column of zeros, so the sum is 0. One place further to the right the stroke lies
# under the column of -1, and the sum is -3.](figures/convolution.svg)

# %% [markdown]
# The same numbers, computed: the sum for one window, and TensorFlow's result for all nine.
#
# **What to look at.** The kernel looks for edges: dark at the left and bright at the right gives a
# positive number.
# Why is the result 0 at the left, where the stroke runs through the middle of the window?

# %%
image = np.zeros((5, 5), np.float32)
image[:, 1] = 1
kernel = np.float32([[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]])
window = image[1:4, 1:4]
print("the window in row 1, column 1:", np.sum(kernel * window))
print(tf.keras.ops.conv(image[None, :, :, None], kernel[:, :, None, None])[0, :, :, 0].numpy())

# %% [markdown]
# An image has **channels**, one if it is grey and three if it is coloured, and a layer has many
# kernels, each of which makes one channel of the result.
# A kernel covers all channels of its input, so the weights of a layer from $c$ to $d$ channels are
# an array $(k, k, c, d)$:
#
# $$ y_{i,j,m} = b_m + \sum_{u,v} \sum_{l=1}^{c} w_{u,v,l,m}\; x_{si+u,\,sj+v,\,l} . $$
#
# | symbol | shape in TensorFlow | what it is |
# | --- | --- | --- |
# | $x$ | (n, h, h, c) | a batch of n images, h by h pixels with c channels |
# | $w$ | (k, k, c, d) | d kernels |
# | $b$ | (d,) | a bias for each new channel |
# | $y$ | (n, h′, h′, d) | n **feature maps**, h′ by h′ places with d channels |

# %% [markdown]
# ## Sizes and padding
#
# A window of 3 pixels has only 3 places on a line of 5: the result is smaller than the image.
# TensorFlow offers two ways.
#
# - `"VALID"`: only windows that lie in the image count.
# - `"SAME"`: as many zeros are put around the image as it takes for every $s$-th pixel, from the
#   first on, to have a window of its own.
#   With stride 1 the result is as large as the image.
#   The zeros are shared between both ends; if their number is odd, the end gets one more.
#
# Draw lines of a few pixels and count windows; Dumoulin & Visin (2016) have many such drawings.

# %% [markdown]
# ![Three lines of pixels with the windows on them. A line of 5, kernel 3, stride 1, VALID: three
# windows. A line of 5, kernel 3, stride 2, SAME: a zero is put at both ends, three windows. A line
# of 6, kernel 3, stride 2, SAME: one zero at the end only, three windows.](figures/padding.svg)

# %% [markdown]
# ## Exercise 1 · How large is the result?
#
# Return the length of the result along one side: how many windows there are.


# %% nbgrader={"grade_id": "conv_size", "solution": true}
def conv_size(size, kernel, stride, padding):
    """The length of a convolution's result.

    Args:
        size: the length of the image's side, an integer.
        kernel: the length of the kernel's side, an integer, not larger than `size`.
        stride: by how many pixels the window moves, an integer from 1 on.
        padding: "SAME" or "VALID", as TensorFlow defines them.

    Returns:
        The length, a whole number.
    """
    ### BEGIN SOLUTION
    covered = size if padding == "SAME" else size - kernel + 1
    return -(-covered // stride)
    ### END SOLUTION


# %% nbgrader={"grade_id": "test_conv_size", "points": 2}
lab.check_conv_size(conv_size)

# %% [markdown]
# The network below halves the side of the image twice.
# What your function says of it:

# %%
for size in (28, 14, 7):
    for padding in ("SAME", "VALID"):
        length = conv_size(size, 3, 2, padding)
        print(f"{size:2} pixels, kernel 3, stride 2, {padding:5} → {length}")

# %% [markdown]
# ## The way back: the transposed convolution
#
# The decoder must go from a small map to a large image.
# A convolution is linear, so without its bias it is a matrix $A$, however large: $y = A x$.
# Each row of $A$ holds the kernel at one place, and zeros.
# The **transposed convolution** is the product with $A^\top$.
# It has the shapes the other way round, and it does the opposite of collecting: each number of the
# small map lays its multiple of the kernel onto the large image, where its window was, and what
# overlaps is added up.
#
# It is *not* the inverse: $A^\top A x$ is not $x$.

# %% [markdown]
# ![At the left a convolution with stride 2: each of three numbers collects from a window of three
# pixels. At the right its transpose: each of three numbers is laid out over the same window, and
# where two windows overlap the contributions are added.](figures/transposed.svg)

# %% [markdown]
# The next cell makes $A$ and $A^\top$ for a line of 7 pixels, a kernel of 3, stride 2, VALID, by
# convolving each pixel alone.
#
# **What to look at.** How many numbers does each row of $A$ use, and each row of $A^\top$?
# Which pixels are reached twice?

# %%
line = np.float32([3, 2, 1])  # the kernel
pixels = np.eye(7, dtype=np.float32)[..., None]
matrix = tf.keras.ops.conv(pixels, line[:, None, None], strides=2)[:, :, 0].numpy().T
places = np.eye(len(matrix), dtype=np.float32)[..., None]
transposed = tf.nn.conv1d_transpose(places, line[:, None, None], (3, 7, 1), 2, "VALID")
transposed = transposed[:, :, 0].numpy().T

panels = {
    "convolution $A$": (matrix, "pixel", "place"),
    "transposed convolution": (transposed, "place", "pixel"),
}
figure, axes = plt.subplots(1, 2, figsize=(8, 3.2), layout="constrained", width_ratios=(7, 3))
for axis, (name, (values, across, down)) in zip(axes, panels.items(), strict=True):
    axis.imshow(values, cmap="Blues", vmin=0, vmax=5)
    for (row, column), value in np.ndenumerate(values):
        if value:
            axis.text(column, row, f"{value:g}", ha="center", va="center")
    axis.set(title=name, xlabel=across, ylabel=down)
    axis.set(xticks=range(values.shape[1]), yticks=range(values.shape[0]))
lab.show(
    figure,
    "Two matrices, row by row. "
    + " ".join(f"{name}: {values.tolist()}." for name, (values, _, _) in panels.items()),
)
print("the transposed convolution is the transposed matrix:", np.allclose(transposed, matrix.T))

# %% [markdown]
# A matrix that large is never written down.
# One can tell that $B$ is the transpose (the *adjoint*) of $A$ without it: if and only if
#
# $$ \langle A x, y \rangle = \langle x, B y \rangle \quad\text{for all } x \text{ and } y, $$
#
# where $\langle\cdot,\cdot\rangle$ multiplies two arrays number by number and adds up.
# The next cell compares both sides for random images, maps and kernels of the size of this network.
#
# **What to look at.** The two numbers agree to the precision of float32.
# A kernel of `tf.nn.conv2d_transpose` has the shape (k, k, *out*, *in*): just that of the
# convolution whose transpose it is.

# %%
draw = np.random.default_rng(1)
for _ in range(3):
    x = draw.normal(size=(1, 14, 14, 16)).astype(np.float32)
    y = draw.normal(size=(1, 7, 7, 32)).astype(np.float32)
    w = draw.normal(size=(3, 3, 16, 32)).astype(np.float32)
    forth = tf.keras.ops.conv(x, w, strides=2, padding="same")
    back = tf.keras.ops.conv_transpose(y, w, strides=2, padding="same")
    print(f"⟨Ax, y⟩ = {np.vdot(forth, y):10.4f}     ⟨x, Aᵀy⟩ = {np.vdot(x, back):10.4f}")

# %% [markdown]
# ## The network
#
# The encoder has two convolutions with stride 2, each of which halves the side of its input, and a
# dense layer that makes the code of 64 numbers out of the last feature map.
# The decoder is the mirror image.

# %% [markdown]
# ![The image of 28 by 28 by 1 numbers becomes a map of 14 by 14 by 16, then one of 7 by 7 by 32,
# and a dense layer makes a code of 64 numbers of it. The decoder goes the same way back: a dense
# layer to 7 by 7 by 32, transposed convolutions to 14 by 14 by 16 and to 28 by 28 by
# 1.](figures/network.svg)

# %% [markdown]
# | weights | shape | biases | shape | what the layer does |
# | --- | --- | --- | --- | --- |
# | `encoder_c1` | (3, 3, 1, 16) | `encoder_b1` | (16,) | convolution, stride 2, SAME, ReLU |
# | `encoder_c2` | (3, 3, 16, 32) | `encoder_b2` | (32,) | convolution, stride 2, SAME, ReLU |
# | `encoder_h3` | (1568, 64) | `encoder_b3` | (64,) | dense, no nonlinearity: the code |
# | `decoder_h1` | (64, 1568) | `decoder_b1` | (1568,) | dense, ReLU |
# | `decoder_c2` | (3, 3, 16, 32) | `decoder_b2` | (16,) | transposed, stride 2, SAME, ReLU |
# | `decoder_c3` | (3, 3, 1, 16) | `decoder_b3` | (1,) | transposed, stride 2, SAME, sigmoid |
#
# **ReLU** is $\max(a, 0)$.
# Unlike a sigmoid it lets the gradient of positive numbers through undiminished.

# %% [markdown]
# ## Exercise 2 · The parameters
#
# Return a pair `(weights, biases)` of dicts of `tf.Variable`s with the keys and shapes of the
# table.
#
# Draw the weights anew at each call, from a normal or a uniform distribution with mean 0.
# Their variance is Xavier's (Glorot & Bengio 2010), or He's (He et al. 2015), which makes up for
# the half of the numbers that ReLU sets to 0:
#
# $$ \frac{2}{n_\text{in} + n_\text{out}} \qquad\text{or}\qquad \frac{2}{n_\text{in}} . $$
#
# Here $n_\text{in}$ is from how many numbers a unit is computed, and $n_\text{out}$ how many units
# a number has a part in.
# For a kernel one counts its area times the number of channels, of the input for $n_\text{in}$ and
# of the output for $n_\text{out}$, whatever the stride.
# (Keras's initialisers take the channels of a transposed kernel the other way round.
# That leaves Xavier's variance as it is and changes He's; either is right here.)
# The biases may be what you like; zero is usual.
#
# *Useful:* `tf.keras.initializers.GlorotUniform()` or `HeNormal()`, which know about kernels.
# Mind that one initialiser gives the same numbers each time it is called with the same shape, so
# make a new one for each weight.


# %% nbgrader={"grade_id": "init_conv_parameters", "solution": true}
def init_conv_parameters():
    """Draw the weights and biases of the convolutional autoencoder.

    Returns:
        weights: dict of float32 variables, `encoder_c1` (3, 3, 1, 16), `encoder_c2`
            (3, 3, 16, 32), `encoder_h3` (1568, 64), `decoder_h1` (64, 1568), `decoder_c2`
            (3, 3, 16, 32), `decoder_c3` (3, 3, 1, 16).
        biases: dict of float32 variables, `encoder_b1` (16,), `encoder_b2` (32,), `encoder_b3`
            (64,), `decoder_b1` (1568,), `decoder_b2` (16,), `decoder_b3` (1,).
    """
    ### BEGIN SOLUTION
    shapes = {
        "encoder_c1": (3, 3, 1, 16),
        "encoder_c2": (3, 3, 16, 32),
        "encoder_h3": (1568, 64),
        "decoder_h1": (64, 1568),
        "decoder_c2": (3, 3, 16, 32),
        "decoder_c3": (3, 3, 1, 16),
    }
    weights, biases = {}, {}
    for key, shape in shapes.items():
        weights[key] = tf.Variable(tf.keras.initializers.GlorotUniform()(shape))
        # A transposed convolution names its output first.
        units = shape[2] if key.startswith("decoder_c") else shape[-1]
        biases[key[:-2] + "b" + key[-1]] = tf.Variable(tf.zeros((units,)))
    return weights, biases
    ### END SOLUTION


# %% nbgrader={"grade_id": "test_init_conv_parameters", "points": 4}
lab.check_init_conv_parameters(init_conv_parameters)

# %% [markdown]
# ## Exercise 3 · The encoder
#
# Return the codes of the images `x`.
# The rows of 784 numbers become images (28, 28, 1) first; the last feature map becomes a row of
# 1,568 numbers in TensorFlow's order: row, column, channel.
#
# *Useful:* `tf.reshape`, `tf.nn.conv2d`, `tf.nn.relu`.


# %% nbgrader={"grade_id": "conv_encoder", "solution": true}
def conv_encoder(x, weights, biases):
    """Encode a batch of images.

    Args:
        x: images, (n, 784), float32.
        weights: dict of variables, of which the encoder uses `encoder_c1`, `encoder_c2`,
            `encoder_h3`.
        biases: dict of variables, of which the encoder uses `encoder_b1`, `encoder_b2`,
            `encoder_b3`.

    Returns:
        The codes, (n, 64).
    """
    ### BEGIN SOLUTION
    features = tf.reshape(x, (-1, 28, 28, 1))
    for layer in (1, 2):
        kernel, bias = weights[f"encoder_c{layer}"], biases[f"encoder_b{layer}"]
        features = tf.nn.relu(tf.nn.conv2d(features, kernel, strides=2, padding="SAME") + bias)
    return tf.reshape(features, (-1, 1568)) @ weights["encoder_h3"] + biases["encoder_b3"]
    ### END SOLUTION


# %% nbgrader={"grade_id": "test_conv_encoder", "points": 6}
lab.check_conv_encoder(conv_encoder)

# %% [markdown]
# ## Exercise 4 · The decoder
#
# Return the reconstructions that belong to the codes `y`, as rows of 784 numbers.
# (As in the first assignment `y` is the code here, and no feature map.)
# A transposed convolution must be told the shape of its result, the batch size included: with
# stride 2 two sizes lead to the same number of windows, 13 and 14 for instance.
#
# *Useful:* `tf.nn.conv2d_transpose`, `tf.shape(y)[0]`, `tf.sigmoid`.


# %% nbgrader={"grade_id": "conv_decoder", "solution": true}
def conv_decoder(y, weights, biases):
    """Decode a batch of codes.

    Args:
        y: codes, (n, 64), float32.
        weights: dict of variables, of which the decoder uses `decoder_h1`, `decoder_c2`,
            `decoder_c3`.
        biases: dict of variables, of which the decoder uses `decoder_b1`, `decoder_b2`,
            `decoder_b3`.

    Returns:
        The reconstructions, (n, 784), between 0 and 1.
    """
    ### BEGIN SOLUTION
    n = tf.shape(y)[0]
    features = tf.nn.relu(y @ weights["decoder_h1"] + biases["decoder_b1"])
    features = tf.reshape(features, (n, 7, 7, 32))
    features = tf.nn.conv2d_transpose(
        features, weights["decoder_c2"], (n, 14, 14, 16), strides=2, padding="SAME"
    )
    features = tf.nn.relu(features + biases["decoder_b2"])
    logits = tf.nn.conv2d_transpose(
        features, weights["decoder_c3"], (n, 28, 28, 1), strides=2, padding="SAME"
    )
    return tf.reshape(tf.sigmoid(logits + biases["decoder_b3"]), (n, 784))
    ### END SOLUTION


# %% nbgrader={"grade_id": "test_conv_decoder", "points": 6}
lab.check_conv_decoder(conv_decoder)

# %% [markdown]
# ## Exercise 5 · How many parameters?
#
# Return how many numbers both dicts hold together.
# All of them are trained.
# It is to work for any dicts of variables, of any shapes.


# %% nbgrader={"grade_id": "count_parameters", "solution": true}
def count_parameters(weights, biases):
    """The number of numbers that a network is trained by.

    Args:
        weights: dict of variables of any shapes.
        biases: dict of variables of any shapes.

    Returns:
        The count, a whole number.
    """
    ### BEGIN SOLUTION
    return sum(int(tf.size(value)) for group in (weights, biases) for value in group.values())
    ### END SOLUTION


# %% nbgrader={"grade_id": "test_count_parameters", "points": 2}
lab.check_count_parameters(count_parameters)

# %% [markdown]
# The opponent is a dense network with the same code: 784–512–64–512–784, ReLU in the hidden layers.
# The next cell counts the parameters of both, layer by layer.
#
# **What to look at.** Where do the convolutional network's parameters sit?
# How many do the four convolutions have together?

# %%
tf.keras.utils.set_random_seed(1)
weights, biases = init_conv_parameters()


def dense(*sizes, last):
    """A network with layers of these sizes: ReLU inside, and `last` after the last layer."""
    layers = [tf.keras.layers.Dense(size, "relu") for size in sizes[1:-1]]
    layers.append(tf.keras.layers.Dense(sizes[-1], last))
    return tf.keras.Sequential([tf.keras.Input(sizes[:1]), *layers])


tf.keras.utils.set_random_seed(1)
dense_encoder, dense_decoder = dense(784, 512, 64, last=None), dense(64, 512, 784, last="sigmoid")
dense_network = tf.keras.Sequential([dense_encoder, dense_decoder])

for key, value in weights.items():
    bias = key.replace("_c", "_b").replace("_h", "_b")
    count = count_parameters({key: value}, {bias: biases[bias]})
    print(f"  {key:12} {value.shape!s:>16} {count:10,}")
small, large = count_parameters(weights, biases), dense_network.count_params()
print(f"convolutional network {small:18,}\ndense network {large:26,}")
print(f"share {small / large:34.1%}")

# %% [markdown]
# ## Training
#
# Both are trained by the cross-entropy and Adam, with the same learning rate, on the same images in
# the same order.
# For how long?
# The convolutional network has a quarter of the parameters, but it uses each weight of a kernel at
# every place: an image takes it 709,000 products, and the dense network 868,000.
# Its steps take about three times as long nevertheless, since a processor is quicker with one large
# matrix than with many small windows.
# So "equally long" can mean two things: equally many epochs, in which both see every image equally
# often, or the same time.
# Five epochs of the convolutional network take about the time of 15 epochs of the dense one.
#
# Time is processor time here, which other programs on your computer change little.
# Your processor takes another time than the course's, so the cell after the training reads both
# losses from their curves at the same second, the last that both have reached.
#
# **What to look at.** Which network is ahead after equally many epochs?
# And after the same time?

# %%
conv_network = lab.Autoencoder(conv_encoder, conv_decoder, weights, biases)
conv_history = lab.fit(lab.training_step(conv_network, learning_rate=0.002), data, epochs=5)

# %%
dense_history = lab.fit(lab.training_step(dense_network, learning_rate=0.002), data, epochs=15)

# %%
histories = {"convolutional": conv_history, "dense": dense_history}
epochs = min(len(history.validation) for history in histories.values())
seconds = min(history.processor_seconds[-1] for history in histories.values())

print("cross-entropy of validation images, nats per image")
print(f"{'':15} after {epochs} epochs   after {seconds:5.1f} s   in all")
for name, history in histories.items():
    at_epoch = history.validation[epochs - 1]
    at_second = np.interp(seconds, history.processor_seconds, history.validation)
    took = f"{len(history.validation)} epochs, {history.processor_seconds[-1]:.1f} s"
    print(f"{name:15} {at_epoch:14.2f}   {at_second:13.2f}   {took}")

# %%
figure, axes = plt.subplots(1, 2, figsize=(8.6, 3.6), sharey=True, layout="constrained")
for (name, history), color in zip(histories.items(), (BLUE, ORANGE), strict=True):
    numbers = range(1, len(history.validation) + 1)
    for axis, past in zip(axes, (numbers, history.processor_seconds), strict=True):
        axis.plot(past, history.validation, "o-", color=color, markersize=4, label=name)
for axis, end, same in zip(
    axes, (epochs, seconds), ("equally many epochs", "the same time"), strict=True
):
    axis.axvline(end, color="gray", linestyle=":", label=same)
    axis.set_xlim(left=0)
    axis.legend(frameon=False)
    axis.spines[["top", "right"]].set_visible(False)
axes[0].set(xlabel="epoch", ylabel="cross-entropy of validation images\n(nats per image)")
axes[1].set(xlabel="processor time (s)")
words = "; ".join(f"{name}: {history.in_words()}" for name, history in histories.items())
lab.show(
    figure,
    "The cross-entropy of validation images in nats per image, at the left over the epochs, at the "
    f"right over the processor time. {words}.",
)

# %% [markdown]
# Six test images under both networks.
#
# **What to look at.** Both are good.
# Where they err, do they err in the same way?

# %%
conv_z = np.concatenate([conv_network(part) for part in np.split(data.test, 10)])
dense_z = np.array(dense_network(data.test))
lab.show_reconstructions(data.test, {"convolutional": conv_z, "dense": dense_z})

# %% [markdown]
# <img src="reference/1_reconstructions.png" width="427" alt="The course's reconstructions of six
# digits. Those of both networks are hard to tell from the originals; the left tip of the four is
# paler in both, and the end of the two's tail has other greys.">
#
# In the course's run both are hard to tell from the originals; what errors one sees are at the ends
# and the rims of strokes, in both.
#
# To compare with, these are the course's runs from three random starts: the mean of the three, and
# how far a run lies from it at most.
#
# | network | parameters | epochs | nats per image, validation | squared error per pixel, test |
# | --- | --- | --- | --- | --- |
# | convolutional | 211,905 | 5 | 54.9 ± 0.3 | 0.0028 ± 0.0001 |
# | dense | 870,224 | 5 | 57.0 ± 0.1 | 0.0035 ± 0.0001 |
# | dense | 870,224 | 15 | 54.8 ± 0.1 | 0.0027 ± 0.0001 |
#
# After equally many epochs the convolutional network is two nats ahead, with a quarter of the
# parameters.
# Which pixels belong together is what the dense network has to find out, and the convolutional one
# was told.
# In the same time the dense network sees every image three times as often, and makes up for it:
# then they differ, on average, by less than two random starts do.
# (The convolutional one still falls faster at the end; what comes later these runs do not tell.)
# So "the better network" means little until one says what is the same for both.
# Neither can get below 46 nats: the pixels are grey, and that is their cross-entropy with
# themselves.
#
# <img src="reference/1_loss.png" width="871" alt="The course's run. Over the epochs: after five the
# convolutional network is at 54.8 nats and the dense one at 57.1, which comes to 54.7 after 15.
# Over the processor time: the dense one is ahead all the while, until both meet at 54.8 after 32
# seconds.">

# %% [markdown]
# ## Digits that have moved
#
# Every digit of MNIST is centred.
# What do both networks make of one that is not?
# Each test image is moved to the right by 0 to 6 pixels, and reconstructed.
#
# **What to look at.** A convolution moves its answer along, one with stride 2 exactly so if the
# image moves by 2 pixels, and two of them if it moves by 4.
# But the code is made by a dense layer, which has a weight for each place.
# Does what the convolution promises reach the reconstruction?
# The dotted line is the error of the mean training image, put in place of each unmoved digit.


# %%
def moved(images, pixels):
    """Images (n, 784), moved to the right by some pixels; what leaves comes back at the left."""
    return np.roll(images.reshape(-1, 28, 28), pixels, axis=2).reshape(images.shape)


some = data.test[:1000]
shifts = np.arange(7)
networks = {"convolutional": (conv_network, BLUE), "dense": (dense_network, ORANGE)}
figure, axis = plt.subplots(figsize=(6.4, 3.6), layout="constrained")
ends = []
for name, (network, color) in networks.items():
    errors = [
        np.mean((moved(some, pixels) - network(moved(some, pixels))) ** 2) for pixels in shifts
    ]
    axis.plot(shifts, errors, "o-", color=color, label=name)
    ends.append(f"that of the {name} network ends at {errors[-1]:.3f}")
still = np.mean((some - data.train.mean(axis=0)) ** 2)
axis.axhline(still, color="gray", linestyle=":", label="the mean image, nothing moved")
axis.set(xlabel="pixels to the right", ylabel="squared error per pixel", ylim=(0, None))
axis.legend(frameon=False)
axis.spines[["top", "right"]].set_visible(False)
lab.show(
    figure,
    "The squared error over how far digits are moved to the right, from 0 to 6 pixels. Both rise: "
    f"{'; '.join(ends)}. A dotted line at {still:.3f} is the error of the mean image.",
)

rows = {"input": np.concatenate([moved(some[:1], pixels) for pixels in shifts])}
rows |= {name: np.array(network(rows["input"])) for name, (network, _) in networks.items()}
lab.show_rows(rows, {"input": [f"by {pixels}" for pixels in shifts]})

# %% [markdown]
# To compare with, the course's own run:
#
# <img src="reference/1_shifts.png" width="651" alt="The course's errors over shifts of 0 to 6
# pixels: both rise from 0.003, that of the dense network to 0.037, that of the convolutional one to
# 0.019. A dotted line at 0.065 is the error of the mean image.">
#
# Where nothing is moved, both err as little, after the same time.
# Moved by three pixels, a digit costs the dense network three times its error, and the
# convolutional one twice.
# So the promise is kept in part, and the layers suggest why.
# Strokes are found wherever they stand, and are drawn by the same kernels wherever they are to
# stand.
# But the dense layers between code and feature maps have learnt from centred digits only which
# strokes come together where, and know nothing of the margins.
# (At 4 pixels one digit in seven has some ink that comes back at the left, at 6 pixels two in
# five, so the right end of the curves is not about moving alone.)

# %% [markdown]
# ## What the first filters look for
#
# The 16 kernels of the first layer, and what each of them makes of a digit, under the same number.
# Blue weights are negative and want dark pixels, red ones are positive and want ink.
# In the feature map white is the largest answer, and black is 0.
#
# **What to look at.** Which kernels find edges, and of which direction?
# Which only pass the image on, or look for nothing that you can name?

# %%
filters = np.array(weights["encoder_c1"])[:, :, 0]
size = np.abs(filters).max()
figure, axes = plt.subplots(2, 8, figsize=(8, 2.3), layout="constrained")
for number, axis in enumerate(axes.flat):
    shown = axis.imshow(filters[:, :, number], cmap="RdBu_r", vmin=-size, vmax=size)
    axis.set_title(str(number), fontsize=9)
    axis.set(xticks=[], yticks=[])
figure.colorbar(shown, ax=axes, label="weight")
words = [f"kernel {number}: {np.sum(filters[:, :, number] > 0)}" for number in range(16)]
lab.show(
    figure,
    "The 16 kernels of 3 by 3 weights; the number of positive, red weights among the nine is "
    f"{', '.join(words)}.",
)

# %%
digit = data.test[:1].reshape(1, 28, 28, 1)
maps = tf.keras.ops.conv(digit, weights["encoder_c1"], strides=2, padding="same")[0]
maps = np.maximum(maps + biases["encoder_b1"], 0)
figure, axes = plt.subplots(2, 8, figsize=(8, 2.5), layout="constrained")
for number, axis in enumerate(axes.flat):
    shown = axis.imshow(maps[:, :, number], cmap="gray", vmin=0, vmax=maps.max())
    axis.set_title(str(number), fontsize=9)
    axis.set(xticks=[], yticks=[])
figure.colorbar(shown, ax=axes, label="feature map")
words = [f"kernel {number}: {np.mean(maps[:, :, number] > 0):.0%}" for number in range(16)]
lab.show(
    figure,
    "What the 16 kernels make of a digit, 14 by 14 numbers each; the share of numbers above 0 is "
    f"{', '.join(words)}.",
)

# %% [markdown]
# To compare with, the course's own run:
#
# <img src="reference/1_filters.png" width="809" alt="The course's 16 kernels. Number 3 is blue
# above and red below, number 1 red at the left and blue at the right, number 9 red throughout and
# darkest in the middle, number 14 nearly white.">
#
# <img src="reference/1_maps.png" width="809" alt="The course's 16 feature maps of a seven. Number 3
# shows the upper bar alone, number 1 the stem alone, number 9 all of the seven and brightest,
# number 14 nothing; in numbers 0, 4 and 6 the seven is darker than what surrounds it.">
#
# Kernel 3 finds upper edges, dark above and bright below: of the seven it keeps the bar.
# Kernel 1 finds right edges, and keeps the stem.
# Kernel 9 passes the image on, a little blurred.
# Number 14 has small weights, most of them negative, and answers to nothing in this digit.
# Your kernels bear other numbers, and may be others: many sets of them serve as well.

# %% [markdown]
# ## What falls apart without a bottleneck
#
# Take the narrow code away: no dense layers, and stride 1 instead of 2.
# One convolution makes a feature map of 28 × 28 × 16 numbers, and a transposed convolution makes an
# image of it.
# The map is the code: 12,544 numbers for 784 pixels.
#
# **What to look at.** Above each image stands its squared error per pixel.
# How large is it for a digit, and for things that the network has never seen?
# Which network has learnt what a digit is?

# %%
tf.keras.utils.set_random_seed(2)
wide = tf.keras.Sequential(
    [
        tf.keras.Input((784,)),
        tf.keras.layers.Reshape((28, 28, 1)),
        tf.keras.layers.Conv2D(16, 3, padding="same", activation="relu"),
        tf.keras.layers.Conv2DTranspose(1, 3, padding="same", activation="sigmoid"),
        tf.keras.layers.Flatten(),
    ]
)
few = dataclasses.replace(data, train=data.train[:10_000], validation=data.validation[:1_000])
lab.fit(lab.training_step(wide, learning_rate=0.01), few, epochs=2)
print(f"parameters: {wide.count_params():,}")

# %%
row, column = np.indices((28, 28))
strange = {
    "a digit": some[0].reshape(28, 28),
    "upside down": some[0].reshape(28, 28)[::-1],
    "stripes": (row + column) // 3 % 2,
    "checks": (row // 4 + column // 4) % 2,
    "grain": np.random.default_rng(3).uniform(size=(28, 28)),
}
shown = np.stack([*strange.values()]).reshape(-1, 784).astype(np.float32)
outputs = {"stride 1, no bottleneck": np.array(wide(shown)), "64 numbers": conv_network(shown)}
titles = {"input": list(strange)}
for name, images in outputs.items():
    titles[name] = [f"{error:.4f}" for error in np.mean((shown - images) ** 2, axis=1)]
lab.show_rows({"input": shown, **outputs}, titles, size=1.1)

# %% [markdown]
# The network without a bottleneck has the smaller error on the digit, with 305 parameters, after
# two epochs on a fifth of the images.
# And it copies stripes, checks and grain as well, for it copies everything: one kernel that passes
# the pixel in its middle on is enough.
# The network with 64 numbers makes something of digits that it has never seen, even upside down,
# and nothing of stripes: its code has no words for them.
#
# So a small reconstruction error is a merit only of a network that had to choose what to keep.
# Convolutions do not make it choose, and neither do strides of 2 as such: the maps of 14 × 14 × 16
# and 7 × 7 × 32 numbers still hold more than the image.
# The narrow code does.

# %% [markdown]
# ## Questions to think about
#
# These are not graded; think first, then unfold the answer.
#
# **1.** A unit of the second feature map sees a part of the image, its **receptive field**.
# How large is it, and which pixels does the unit in row 3, column 0 see?

# %% [markdown]
# <details><summary>Answer</summary>
#
# The unit sees a window of 3 × 3 units of the first map, which see 3 × 3 pixels each and begin two
# pixels apart: 7 × 7 pixels in all. With stride 2 twice, the windows begin four pixels apart, so
# row 3, column 0 sees rows 12 to 18 and columns 0 to 6. In the last row and column the window
# reaches over the end of the image, where SAME has put its zeros.
#
# </details>

# %% [markdown]
# **2.** Most parameters sit in the two dense layers.
# How would you do without them, and what would you lose?

# %% [markdown]
# <details><summary>Answer</summary>
#
# Convolve on: 7 × 7 to 4 × 4 to 2 × 2, with 16 channels at the end, so that the map holds 64
# numbers. Then every layer is equivariant, up to its stride and the borders, and the network even
# takes images of other sizes. What is lost is a layer that sees the whole image and treats each
# place in its own way, which suits digits that are centred. A unit sees 7 × 7 pixels after two
# convolutions, 15 × 15 after three and 31 × 31 after four, so the far ends of a digit meet only in
# the last one.
#
# </details>

# %% [markdown]
# **3.** A transposed convolution with kernel 3 and stride 2 reaches some pixels once, some twice
# and some four times.
# What may that do to an image, and what could be done about it?

# %% [markdown]
# <details><summary>Answer</summary>
#
# Where the weights do not make up for it, the image gets a pattern of squares, as Odena, Dumoulin
# and Olah (2016) show. A kernel whose length is a multiple of the stride reaches all pixels equally
# often.
# Or one enlarges the map first, by repeating its numbers, and convolves with stride 1.
#
# </details>

# %% [markdown]
# **4.** Permute the 784 pixels of all images in the same random way, and train both networks again.
# Which of them minds?

# %% [markdown]
# <details><summary>Answer</summary>
#
# The dense network does not: permute its weights in the same way and it does what it did before,
# and its initial weights are as likely in one order as in the other. The convolutional one loses
# what it was built on, that neighbours belong together: its kernels of 3 × 3 see nine pixels that
# have nothing to do with each other. A convolution helps only where its assumption holds.
#
# </details>

# %% [markdown]
# ## What to read next
#
# - Dumoulin & Visin (2016),
#   [A guide to convolution arithmetic for deep learning](https://arxiv.org/abs/1603.07285): sizes,
#   padding, and the transposed convolution, with a drawing for each case.
# - Odena, Dumoulin & Olah (2016),
#   [Deconvolution and checkerboard artifacts](https://distill.pub/2016/deconv-checkerboard/).
# - LeCun, Bottou, Bengio & Haffner (1998),
#   [Gradient-based learning applied to document recognition](https://doi.org/10.1109/5.726791):
#   convolutional networks, and the images that became MNIST.
# - Glorot & Bengio (2010), [Understanding the difficulty of training deep feedforward neural
#   networks](https://proceedings.mlr.press/v9/glorot10a.html): Xavier's variance.
# - He, Zhang, Ren & Sun (2015),
#   [Delving deep into rectifiers](https://arxiv.org/abs/1502.01852): initial weights for layers
#   with ReLU.
# - Goodfellow, Bengio & Courville (2016), *Deep Learning*,
#   [chapter 9](https://www.deeplearningbook.org/contents/convnets.html): what convolutions assume.
