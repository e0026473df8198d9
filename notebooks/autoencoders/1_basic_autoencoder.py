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
# # 1 · A basic autoencoder
#
# An autoencoder is a network that learns to copy its input through a narrow place.
# In this notebook you build one in TensorFlow, train it on handwritten digits, and find out that a
# network whose loss falls need not have learnt much.
#
# **Afterwards you can**
#
# - say what an encoder, a code and a decoder are, and what a narrow code is for;
# - write a layer as a matrix product, and a network as a composition of layers;
# - write one step of gradient descent with `tf.GradientTape` and an optimizer;
# - judge a result by comparing it with the simplest thing that could have been done instead.
#
# **Time:** 20 minutes of reading, 40 minutes of coding. From top to bottom the notebook runs for 20
# to 50 seconds on two cores; most of that is training.

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
# **What is graded:** the five functions below, by tests of their own.
# These look at more than the checks do, but at nothing that the text does not ask for.
# Points are given item by item, so a function that is half right earns something.
# A mistake in one function costs nothing in the next one.
#
# The graded cells must keep their places: do not copy, move or delete them.
# You may add cells of your own anywhere.
#
# If you would rather work in an editor: `scripts/` has this notebook as a script, for plain
# `python`, and you may hand in that in its place.

# %%
import lab  # first of all, so that TensorFlow starts without its red lines

import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

# %% [markdown]
# ## The data
#
# MNIST holds 70,000 images of handwritten digits, 28 × 28 pixels each.
# We write an image as a row of 784 numbers between 0 (background) and 1 (ink).
# The labels, which digit it is, are never shown to the network: an autoencoder learns from images
# alone.

# %%
data = lab.load_mnist()
for name in ("train", "validation", "test"):
    images = getattr(data, name)
    print(f"{name:10}  {images.shape}  {images.dtype}  from {images.min():g} to {images.max():g}")

# %% [markdown]
# The first twenty training images, with their labels above them.
#
# Ink is drawn white on black, so 1 is white.
#
# **What to look at.** Four pixels in five are background; about half of the others are nearly full
# ink, and the rest are grey edges.
# How different two images of the same digit are!

# %%
rows = {"the first ten": slice(10), "the next ten": slice(10, 20)}
lab.show_rows(
    {name: data.train[part] for name, part in rows.items()},
    {name: data.train_labels[part] for name, part in rows.items()},
)

# %% [markdown]
# ## The idea
#
# The network has two halves.
# The **encoder** turns an image of 784 numbers into a **code** of 128 numbers.
# The **decoder** turns the code back into an image, the **reconstruction**.
# Both are trained together, so that the reconstruction comes close to the image.
#
# Nobody needs a network that copies.
# What is worth having is the code, and something must keep the network from filling it with mere
# pixels.
# The simplest such restraint is width: 128 numbers are fewer than 784, so not everything fits in.
# What does fit in must be what images of digits have in common: strokes, loops, slants, thickness.
# The code is then a description of the image in a language that the network had to invent.
# (Width is not the only restraint; notebook 6 trains a code of 1,024 numbers with another one.)

# %% [markdown]
# ![A test image of a seven enters at the left as 784 numbers. Two encoder layers narrow it to 256
# and to 128 numbers, the code. Two decoder layers widen the code to 256 and back to 784 numbers,
# which are drawn at the right as the reconstruction.](figures/architecture.svg)

# %% [markdown]
# ## The mathematics
#
# Each half has two layers, and each layer multiplies by a matrix of weights, adds a row of biases
# and applies the sigmoid $s(a) = 1 / (1 + e^{-a})$ to every number:
#
# $$ y = s\big(s(x W^1 + b^1)\, W^2 + b^2\big), \qquad
#    z = s\big(s(y W^{1'} + b^{1'})\, W^{2'} + b^{2'}\big). $$
#
# The raised figures number the layers, and are no powers; a prime marks the decoder.
#
# | symbol | in the code | shape | what it is |
# | --- | --- | --- | --- |
# | $x$ | `x` | (n, 784) | a batch of n images, one a row |
# | $y$ | `y` | (n, 128) | their codes |
# | $z$ | `z` | (n, 784) | their reconstructions |
# | $W^1$, $b^1$ | `encoder_h1`, `encoder_b1` | (784, 256), (256,) | encoder, first layer |
# | $W^2$, $b^2$ | `encoder_h2`, `encoder_b2` | (256, 128), (128,) | encoder, second layer |
# | $W^{1'}$, $b^{1'}$ | `decoder_h1`, `decoder_b1` | (128, 256), (256,) | decoder, first layer |
# | $W^{2'}$, $b^{2'}$ | `decoder_h2`, `decoder_b2` | (256, 784), (784,) | decoder, second layer |
#
# The letter $z$ is the reconstruction here, as on the exercise sheet.
# In notebooks 5 and 6 it is the code, as in the papers that they follow.

# %% [markdown]
# ### Where the sheet says it differently
#
# The exercise sheet is older than this notebook, and says a few things in other words.
#
# | the sheet | here | because |
# | --- | --- | --- |
# | $s(Wx + b)$ | `s(x @ W + b)` | images are rows of a batch here, columns there |
# | $x \in \mathbb Z^d$ | $x \in [0, 1]^{784}$ | grey values 0 to 255 are divided by 255 |
# | `tf.random_normal` | `tf.random.normal` | TensorFlow 2 has renamed it |
# | `tf.train.AdamOptimizer` | `tf.keras.optimizers.Adam` | likewise |
# | 20 training iterations | 20 epochs | an epoch sees all training images, in 550 steps |
# | "2 hidden layers" | two layers in each half | the second gives the code, or the image |
# | "based on CNNs" | dense layers | the sheet's formulas are those of dense layers |
# | the template `mnist-autoencoder-template` | this notebook, or its script | |
#
# The sheet speaks of convolutional networks (CNNs) and then writes dense layers.
# The same autoencoder with convolutions, as that sentence has it, is in the
# assignment `advanced`, notebook `1_convolutional`.

# %% [markdown]
# ## Exercise 1 · The parameters
#
# Training changes the weights and biases, so they are kept in `tf.Variable`s.
# They need values to start from, and we draw these at random: if all units of a layer began equal,
# all would receive the same gradient and stay equal for ever.
#
# Return a pair `(weights, biases)` of dicts with the keys and shapes of the table.
# Every number is an independent draw from the normal distribution with mean 0 and variance 1, and
# every call draws anew.
#
# *Useful:* `tf.random.normal` (the sheet's `tf.random_normal`), `tf.Variable`.


# %% nbgrader={"grade_id": "init_parameters", "solution": true}
def init_parameters():
    """Draw the weights and biases of the autoencoder.

    Returns:
        weights: dict of float32 variables, `encoder_h1` (784, 256), `encoder_h2` (256, 128),
            `decoder_h1` (128, 256), `decoder_h2` (256, 784).
        biases: dict of float32 variables, `encoder_b1` (256,), `encoder_b2` (128,),
            `decoder_b1` (256,), `decoder_b2` (784,).
    """
    ### BEGIN SOLUTION
    weights, biases = {}, {}
    for part, units in {"encoder": (784, 256, 128), "decoder": (128, 256, 784)}.items():
        for layer in (1, 2):
            n_in, n_out = units[layer - 1], units[layer]
            weights[f"{part}_h{layer}"] = tf.Variable(tf.random.normal((n_in, n_out)))
            biases[f"{part}_b{layer}"] = tf.Variable(tf.random.normal((n_out,)))
    return weights, biases
    ### END SOLUTION


# %% nbgrader={"grade_id": "test_init_parameters", "points": 5}
lab.check_init_parameters(init_parameters)

# %% [markdown]
# ## Exercise 2 · The encoder
#
# Return the codes $y$ of the images `x`: two layers, each with its weights, its biases and a
# sigmoid.
#
# *Useful:* `@` multiplies matrices, `tf.nn.sigmoid`.
# Keep to TensorFlow: what NumPy computes cannot be differentiated.


# %% nbgrader={"grade_id": "encoder", "solution": true}
def encoder(x, weights, biases):
    """Encode a batch of images.

    Args:
        x: images, (n, 784), float32.
        weights: dict of variables, of which the encoder uses `encoder_h1` and `encoder_h2`.
        biases: dict of variables, of which the encoder uses `encoder_b1` and `encoder_b2`.

    Returns:
        The codes, (n, 128).
    """
    ### BEGIN SOLUTION
    hidden = tf.nn.sigmoid(x @ weights["encoder_h1"] + biases["encoder_b1"])
    return tf.nn.sigmoid(hidden @ weights["encoder_h2"] + biases["encoder_b2"])
    ### END SOLUTION


# %% nbgrader={"grade_id": "test_encoder", "points": 6}
lab.check_encoder(encoder)

# %% [markdown]
# ## Exercise 3 · The decoder
#
# Return the reconstructions $z$ that belong to the codes `y`.
# The last sigmoid keeps every pixel between 0 and 1, where those of the images are.


# %% nbgrader={"grade_id": "decoder", "solution": true}
def decoder(y, weights, biases):
    """Decode a batch of codes.

    Args:
        y: codes, (n, 128), float32.
        weights: dict of variables, of which the decoder uses `decoder_h1` and `decoder_h2`.
        biases: dict of variables, of which the decoder uses `decoder_b1` and `decoder_b2`.

    Returns:
        The reconstructions, (n, 784).
    """
    ### BEGIN SOLUTION
    hidden = tf.nn.sigmoid(y @ weights["decoder_h1"] + biases["decoder_b1"])
    return tf.nn.sigmoid(hidden @ weights["decoder_h2"] + biases["decoder_b2"])
    ### END SOLUTION


# %% nbgrader={"grade_id": "test_decoder", "points": 6}
lab.check_decoder(decoder)

# %% [markdown]
# ## Exercise 4 · The squared error
#
# How far is a reconstruction $z$ from its image $x$?
# The squared error adds up the squared differences of all 784 pixels:
#
# $$ L_{SE}(x, z) = \lVert x - z \rVert^2 = \sum_{k=1}^{784} (x_k - z_k)^2. $$
#
# Return **one number** for a whole batch: the mean of $L_{SE}$ over its images.
# You may also take the mean over the pixels where the formula has a sum.
# That divides the loss by 784, moves no minimum, and gets full marks.
# (How far twenty epochs lead can still differ; question 3 at the end asks why.)
#
# *Useful:* `tf.square`, `tf.reduce_sum`, `tf.reduce_mean`.


# %% nbgrader={"grade_id": "mean_squared", "solution": true}
def mean_squared(x, z):
    """The squared error of a batch of reconstructions.

    Args:
        x: images, (n, 784), float32.
        z: their reconstructions, (n, 784), float32.

    Returns:
        The mean over the batch of the squared error, a scalar.
    """
    ### BEGIN SOLUTION
    return tf.reduce_mean(tf.square(x - z))
    ### END SOLUTION


# %% nbgrader={"grade_id": "test_mean_squared", "points": 5}
lab.check_mean_squared(mean_squared)

# %% [markdown]
# ## Exercise 5 · One step of training
#
# A step of training has three parts.
#
# 1. Compute the loss of a batch while a `tf.GradientTape` watches.
# 2. Ask the tape for the gradient of the loss with respect to every weight and every bias, eight
#    variables in all.
# 3. Hand gradients and variables to the optimizer, which changes the variables.
#
# Tape and optimizer take lists, in the same order, while `weights` and `biases` are dicts;
# `.values()` of a dict gives what is in it.
#
# Return the loss.
# Call the argument `loss` as `loss(x, z)`, so that the step works for other losses too.
#
# *Useful:* `tape.gradient(value, variables)`, `optimizer.apply(gradients, variables)`.


# %% nbgrader={"grade_id": "train_step", "solution": true}
def train_step(x, weights, biases, optimizer, loss):
    """Change all weights and biases by one step of the optimizer.

    Args:
        x: a batch of images, (n, 784), float32.
        weights: dict of the four weight variables.
        biases: dict of the four bias variables.
        optimizer: a Keras optimizer, built for these variables.
        loss: a function of images and reconstructions, called as `loss(x, z)`.

    Returns:
        The loss of the batch, a scalar.
    """
    ### BEGIN SOLUTION
    variables = [*weights.values(), *biases.values()]
    with tf.GradientTape() as tape:
        z = decoder(encoder(x, weights, biases), weights, biases)
        value = loss(x, z)
    optimizer.apply(tape.gradient(value, variables), variables)
    return value
    ### END SOLUTION


# %% nbgrader={"grade_id": "test_train_step", "points": 8}
lab.check_train_step(train_step)

# %% [markdown]
# ## Training
#
# `lab.fit` calls your step on batches of 100 images.
# It goes through the 55,000 training images twenty times: twenty *epochs*, the sheet's 20 training
# iterations.
# The optimizer is Adam (Kingma & Ba, 2014) with a learning rate of 0.001, the sheet's
# `tf.train.AdamOptimizer`; `lab.adam` takes it from Keras and tells it the variables.
# Adam divides the step of every weight by the size that its gradients have had lately,
# so that weights with small gradients move about as fast as those with large ones.
#
# After each epoch `lab.fit` also measures the loss on the validation images, which it never trains
# on.

# %%
tf.keras.utils.set_random_seed(1)
weights, biases = init_parameters()

optimizer = lab.adam(weights, biases, learning_rate=0.001)


def step(x):
    return train_step(x, weights, biases, optimizer, mean_squared)


history = lab.fit(step, data, epochs=20, batch_size=100)

# %% [markdown]
# The loss on training images (the line, a point for each tenth of an epoch) and on validation
# images (the circles, after each epoch).
# The dotted line is the loss of a network that draws the mean of all training images, whatever
# image it is shown.
#
# **What to look at.** Does the loss still fall at the end?
# Do line and circles part, as they would if the network learnt the training images by heart?
# And where does the dotted line lie?
#
# Do not be surprised if the last training loss in the progress bar lies above the validation loss
# beside it.
# It is an average over the 550 steps of an epoch, most of which were made with worse weights than
# those at its end, where the validation loss is measured.

# %%
mean_images = np.tile(data.train.mean(axis=0), (len(data.validation), 1))
lab.plot_history(
    {"squared error": history},
    ylabel="loss",
    levels={"always the mean image": float(mean_squared(data.validation, mean_images))},
)

# %% [markdown]
# Three test images, one a row: the image itself, then its reconstruction before training and after
# some of the epochs.
# `lab.Autoencoder` joins your two halves: `network(x)` decodes what it has encoded.
#
# **What to look at.** When do the three begin to differ from each other?

# %%
network = lab.Autoencoder(encoder, decoder, weights, biases)
lab.show_epochs(history, network, data.test[:3])

# %% [markdown]
# Six test images, each with its reconstruction at its right.
# The titles give the squared error per pixel.
#
# **What to look at.** Can you still tell which digit it was?
# What is the same in all reconstructions?

# %%
shown = data.test[:6]
z = np.array(network(shown))
lab.save_reconstructions("squared_error", z)
lab.show_reconstructions(shown, {"squared error": z})

# %% [markdown]
# <details><summary>To compare with: the course's own run of this notebook. Yours starts from other
# random numbers, so it will differ a little.</summary>
#
# <img src="reference/1_loss.png" width="651" alt="The course's loss over 20 epochs. It falls fast
# at first, then ever more slowly, and passes the loss of the mean image after nine epochs. Training
# and validation loss lie on each other.">
#
# <img src="reference/1_epochs.png" width="891" alt="Reconstructions of a seven, a two and a one by
# epoch. Before training they are noise. After one epoch all are the same grey blot, then strokes
# come out; the same white and black dots stay on all of them to the end.">
#
# <img src="reference/1_reconstructions.png" width="219" alt="The course's reconstructions of six
# test images. The digits can be guessed, some of them wrongly, and all have the same white and
# black dots strewn over them.">
#
# </details>

# %% [markdown]
# ## Is that good?
#
# A number alone does not say.
# So compare it with the simplest thing that could have been done: ignore the image, and always draw
# the mean of all training images.

# %%
codes = np.array(network.encode(data.test))
reconstructions = np.array(network.decode(codes))
mean_image = data.train.mean(axis=0)

print(f"squared error per pixel, on the {len(data.test):,} test images")
print(f"  the network:                {np.mean((data.test - reconstructions) ** 2):.4f}")
print(f"  always the mean image:      {np.mean((data.test - mean_image) ** 2):.4f}")

# %% [markdown]
# Drawing the mean image, without looking, has an error of 0.0675.
# After twenty epochs the network has about 0.04 if your loss is a sum over pixels.
# If it is a mean, it has about 0.05 to 0.07, which may be no better than not looking at all.
# Yet its loss fell from epoch to epoch.
# **That a loss falls is no evidence that much was learnt.**
#
# Where is the error?
# The next cell draws it pixel by pixel, averaged over the test images: at the left that of the
# network, at the right that of the mean image.
#
# **What to look at.** The mean image errs where strokes vary, in the middle.
# Where does the network err?

# %%
panels = {"the network": reconstructions, "always the mean image": mean_image}
figure, axes = plt.subplots(1, 2, figsize=(7, 3.2), layout="constrained")
words = []
for axis, (title, drawn) in zip(axes, panels.items(), strict=True):
    error = np.mean((data.test - drawn) ** 2, axis=0).reshape(28, 28)
    words.append(f"{title}: at most {error.max():.2f}, above 0.5 at {np.sum(error > 0.5)} pixels")
    picture = axis.imshow(error, cmap="magma", vmin=0, vmax=1)
    axis.set_title(title, fontsize=10)
    axis.axis("off")
figure.colorbar(picture, ax=axes, label="mean squared error of the pixel")
lab.show(figure, f"Two maps of the error of each of 28 by 28 pixels. {'; '.join(words)}.")

white = reconstructions.min(axis=0) > 0.99
error = np.mean((data.test - reconstructions) ** 2, axis=0)
print(f"pixels that are white in all {len(data.test):,} reconstructions: {white.sum()} of 784")
print(f"their share of the error: {error[white].sum() / error.sum():.0%}")

# %% [markdown]
# A few pixels are white whatever the image, and they make up a large part of the error.
# Nothing would be easier than to turn them off.
# Why does training not do it?
#
# Because their sigmoids are *saturated*.
# A pixel's last sum adds 256 hidden units, each between 0 and 1 and times a weight from N(0, 1).
# The signs are random, so most of it cancels: the variances of the terms add up, each is at most 1,
# and the sum has a standard deviation of at most $\sqrt{256} = 16$.
# With half of the units near 1 and half near 0 it is $\sqrt{128} \approx 11$.
# So sums of size 10 are common, and $s(10) = 0.99995$.
# There the sigmoid is flat.
# The gradient has the derivative $s'(a) = s(a)\,(1 - s(a))$ as a factor, which is nearly zero, so
# that no message to change arrives: *the pixel is utterly wrong, and its gradient says that all is
# well.*
#
# The same happens inside the network, in every layer.
# The next cell counts how many numbers of the codes lie within 0.01 of 0 or 1, and how much a
# number of the code differs from image to image.

# %%
saturated = np.mean((codes < 0.01) | (codes > 0.99))
print(f"saturated numbers in the codes:             {saturated:.0%}")
print(f"their standard deviation over test images:  {codes.std(axis=0).mean():.3f}")

# %% [markdown]
# Most units of the code are stuck at one end, and hardly differ from image to image.
# What they do not say, the decoder cannot draw.
#
# Two things help, and they are the next two notebooks: a loss whose gradient does not die in the
# last sigmoid, and weights of the right size to start from.

# %% [markdown]
# ## Questions to think about
#
# These are not graded; think first, then unfold the answer.
#
# **1.** What would this autoencoder learn if its code had 784 numbers or more?
# And one in which no layer is narrower than the image?

# %% [markdown]
# <details><summary>Answer</summary>
#
# In this network still no copy: 256 units stand before the code and 256 behind it, and what does
# not pass them is lost, however wide the code is. If these layers are as wide as the image too, or
# are left out, the network can come close to the identity (a sigmoid is nearly straight around ½),
# which is right for any image and tells nothing about digits. To make a wide code useful something
# else must restrain it, such as noise on the input (a denoising autoencoder, Vincent et al. 2010),
# a penalty that keeps most of the code near zero, or noise in the code (notebook 6).
#
# </details>

# %% [markdown]
# **2.** Leave out all sigmoids and keep the squared error.
# Which well-known method gives the best reconstructions that such a network can make?

# %% [markdown]
# <details><summary>Answer</summary>
#
# Principal component analysis. Without sigmoids the network is an affine map of rank at most 128,
# and among these the projection on the first 128 principal components has the smallest squared
# error.
# The network finds the same subspace, though not the same axes in it.
#
# </details>

# %% [markdown]
# **3.** A mean over pixels instead of a sum divides every gradient by 784.
# Adam divides the gradient by its own recent size, so the factor should cancel.
# Yet the two conventions end at different errors here.
# Try it: multiply the loss by 784 and train again. What in Adam does not cancel, and why is it felt
# in this network?

# %% [markdown]
# <details><summary>Answer</summary>
#
# Adam's step is the learning rate times $m / (\sqrt v + \epsilon)$, where $m$ and $v$ are running
# averages of the gradient and of its square, and $\epsilon = 10^{-7}$. The factor cancels only
# where the gradient is large beside ε. Behind saturated sigmoids gradients are tiny, and with the
# mean over pixels many fall below ε: their weights hardly move. With the sum they are 784 times as
# large, and Adam makes full steps of them. From the same start, the test error after 20 epochs was
# 0.064 with the mean and 0.038 with the sum. Where no sigmoid is saturated (notebook 3), gradients
# are large beside ε in both conventions, and it matters little which one is taken.
#
# </details>

# %% [markdown]
# **4.** The validation loss is as low as the training loss.
# Is that a sign of a good network?

# %% [markdown]
# <details><summary>Answer</summary>
#
# No. It says that nothing was learnt by heart. A network that always draws the mean image has equal
# losses too. Here the trouble is not overfitting but underfitting, and more data would not help.
#
# </details>

# %% [markdown]
# ## What to read next
#
# - Hinton & Salakhutdinov (2006),
#   [Reducing the dimensionality of data with neural
#   networks](https://doi.org/10.1126/science.1127647): deep autoencoders, and how hard they were to
#   train at first.
# - Goodfellow, Bengio & Courville (2016), *Deep Learning*,
#   [chapter 14](https://www.deeplearningbook.org/contents/autoencoders.html): autoencoders of all
#   kinds.
# - Vincent et al. (2010),
#   [Stacked denoising autoencoders](https://www.jmlr.org/papers/v11/vincent10a.html): what else can
#   keep an autoencoder from merely copying.
# - Kingma & Ba (2014), [Adam](https://arxiv.org/abs/1412.6980): two pages suffice for the
#   algorithm.
# - TensorFlow's guides to
#   [variables](https://www.tensorflow.org/guide/variable) and
#   [automatic differentiation](https://www.tensorflow.org/guide/autodiff).
