# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#       format_version: '1.3'
#       jupytext_version: 1.19.6
# ---

# %% [markdown]
# # 2 · Cross-entropy (10 points)
#
# The network of notebook 1 had pixels that were white in every reconstruction, and training did not
# turn them off.
# Here you change one line, the loss, and they go.
# On the way you meet a bug that hides when you look for it.
#
# **Afterwards you can**
#
# - derive the cross-entropy from a model of a pixel;
# - say why the squared error learns so slowly behind a saturated sigmoid, and why the cross-entropy
#   does not;
# - find out where a NaN comes from, and write a loss that has none;
# - compare two trainings fairly.
#
# **Time:** 25 minutes of reading, 30 minutes of coding. From top to bottom the notebook runs for 30
# to 70 seconds on two cores; most of that is training.
#
# This notebook stands alone: it needs nothing that you wrote in notebook 1.
# The exercise works as there: replace `raise NotImplementedError`, and run the check below it.
# The graded cells must keep their places; your own cells may go anywhere.

# %%
import lab  # first of all, so that TensorFlow starts without its red lines

import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

# %% [markdown]
# The images are those of notebook 1.

# %%
data = lab.load_mnist()


# %% [markdown]
# ## The idea
#
# A loss says how bad a reconstruction is.
# The squared error measures a distance.
# There is another way to ask: *if the reconstruction is a forecast, how surprising is the image?*
#
# Read a pixel $z_k$ of the reconstruction as a probability: with probability $z_k$ there is ink,
# with probability $1 - z_k$ there is none.
# A forecast of 0.9 is a good one if ink comes, and a bad one if it does not.
# A forecast of exactly 1 claims to be certain.
# If then no ink comes, no penalty is large enough.

# %% [markdown]
# ## The mathematics
#
# A random bit that is 1 with probability $z_k$ follows the **Bernoulli distribution**,
#
# $$ p(x_k \mid z_k) = z_k^{x_k} (1 - z_k)^{1 - x_k} =
#    \begin{cases} z_k & \text{if } x_k = 1, \\ 1 - z_k & \text{if } x_k = 0. \end{cases} $$
#
# Given the reconstruction the pixels are taken to be independent, so the probability of an image is
# the product over its pixels, and its logarithm is a sum.
# The **cross-entropy loss** is the negative of that logarithm:
#
# $$ L_H(x, z) = -\log \prod_{k=1}^{784} p(x_k \mid z_k)
#    = -\sum_{k=1}^{784} \big[ x_k \log z_k + (1 - x_k) \log (1 - z_k) \big]. $$
#
# | symbol | in the code | shape | what it is |
# | --- | --- | --- | --- |
# | $x$ | `x` | (n, 784) | images, one a row, from 0 to 1 |
# | $z$ | `z` | (n, 784) | reconstructions, from 0 to 1 |
# | $a$ | `a` | (n, 784) | preactivation: what the last sigmoid $s$ is applied to, $z = s(a)$ |
# | $L_H$ | | (n,) | cross-entropy of each image, in nats (natural logarithms) |
#
# MNIST's pixels are not bits but greys.
# The formula takes these too: a grey of 0.3 counts as ink in 30 of 100 images, and for every $x_k$
# the loss is smallest at $z_k = x_k$.
# As a loss that is all one needs.
# But for greys $e^{-L_H}$ is no probability density: over $0 \le x_k \le 1$ it does not integrate
# to 1.
# So here "nats" measure a loss, and not how probable an image is.
# Two remedies are known: round the pixels to bits (*binarised* images, as notebook 6 does where it
# speaks of probabilities), or divide by the integral, which gives the *continuous Bernoulli*
# distribution (Loaiza-Ganem & Cunningham 2019, see below).

# %% [markdown]
# ## A loss that works until it is used
#
# Here is the formula as many people write it at first.
# A sigmoid in float32 can be exactly 0 or exactly 1, and the logarithm of 0 is minus infinity, so
# they add a tiny number inside both logarithms.

# %%
def naive_cross_entropy(x, z):
    terms = x * tf.math.log(z + 1e-10) + (1 - x) * tf.math.log(1 - z + 1e-10)
    return -tf.reduce_mean(tf.reduce_sum(terms, axis=1))


# %% [markdown]
# Try it on the hardest case: a white image with a reconstruction that is exactly white, and a black
# one with a reconstruction that is exactly white too.
# First called directly, then inside `tf.function`, which compiles it, as training does.

# %%
x = tf.repeat([[1.0], [0.0]], 784, axis=1)
z = tf.ones((2, 784))
print("called directly:    ", naive_cross_entropy(x, z).numpy())
print("inside tf.function: ", tf.function(naive_cross_entropy)(x, z).numpy())

# %% [markdown]
# The same line, the same numbers: finite when you look, and not a number when it counts.
# And so training goes.
# The network is that of notebook 1, built by `lab.build_network`, with all weights and biases drawn
# from N(0, 1).
# `lab.training_step` makes a step such as that of notebook 1 out of a network and a loss.

# %%
tf.keras.utils.set_random_seed(1)
network = lab.build_network(lab.normal, bias_init=lab.normal)
lab.fit(lab.training_step(network, naive_cross_entropy), data, epochs=1)

# %% [markdown]
# ### Why
#
# A float32 number has 24 binary digits, about seven decimal ones.
# The next number after 1 is 1.00000012, so $1 + 10^{-10}$ is simply 1:

# %%
print(np.float32(1) + np.float32(1e-10) == 1)
print(np.float32(1) - np.float32(1) + np.float32(1e-10))

# %% [markdown]
# Called directly, `1 - z + 1e-10` is computed from left to right: first $1 - z = 0$, then
# $0 + 10^{-10}$, and all is well.
# A compiler may reorder sums.
# It sees two constants, 1 and $10^{-10}$, adds them once and for all, and gets 1.
# What is left is $1 - z$, which is 0, and its logarithm is $-\infty$.
#
# For the white image this is multiplied with $1 - x = 0$, and $0 \cdot (-\infty)$ is NaN.
# From there it spreads: a NaN in one pixel makes the sum NaN, then every gradient, then every
# weight.
#
# A larger constant, such as $10^{-6}$, would survive the addition.
# But it makes $z + 10^{-6}$ greater than 1 where $z = 1$, so that the loss is negative there.
# And where $z$ itself is $10^{-6}$ it doubles the argument, which changes the logarithm, −13.8, by
# 0.7: that is 5 %, and the exercise below allows 1 %.
# It is better to keep the argument of the logarithm where it belongs.

# %% [markdown]
# ### A trap on the way out
#
# You may think of replacing the bad value: *where $z$ is 0 take a safe number, else the logarithm.*
# The next cell does so with `tf.where`, and prints the result and its gradient.

# %%
z = tf.constant([0.0, 0.5])
with tf.GradientTape() as tape:
    tape.watch(z)
    safe = tf.where(z > 0, tf.math.log(z), -16.0)
print("value:   ", safe.numpy())
print("gradient:", tape.gradient(safe, z).numpy())


# %% [markdown]
# The value is fine, the gradient is NaN.
# `tf.where` computes both branches and picks one afterwards.
# Going backwards, the branch not picked gets a gradient of 0, times the derivative of the logarithm
# at 0, which is infinite: again $0 \cdot \infty$.
# So change what goes **into** the logarithm, not what comes out of it.

# %% [markdown]
# ## Exercise · The cross-entropy (10 points)
#
# Return one number for a batch: the mean over its images of $L_H$.
# As in notebook 1, a mean over pixels in the place of the sum gets full marks too.
#
# It must be finite, and its gradient too, for **every** $z$ in $[0, 1]$, both ends included, called
# directly and compiled.
# And it must still be right.
# For $z$ between $10^{-4}$ and $1 - 10^{-4}$ it may differ from the formula by 0.1 % at most (or by
# 0.00001 a pixel, where that is more), and from there to $10^{-6}$ and $1 - 10^{-6}$ by 1 %.
#
# *Useful:* `tf.math.log`, `tf.clip_by_value`.

# %% nbgrader={"grade_id": "cross_entropy"}
def cross_entropy(x, z):
    """The cross-entropy of a batch of reconstructions.

    Args:
        x: images, (n, 784), float32, from 0 to 1.
        z: their reconstructions, (n, 784), float32, from 0 to 1, both included.

    Returns:
        The mean over the batch of the cross-entropy, a scalar; finite for every z.
    """
    raise NotImplementedError


# %% nbgrader={"grade_id": "test_cross_entropy"}
lab.check_cross_entropy(cross_entropy)

# %% [markdown]
# ## What the gradient says to a wrong pixel
#
# Look at a single pixel, and leave out its index $k$.
# Its share of the squared error of notebook 1 is $L_{SE} = (x - z)^2$; its share of the
# cross-entropy is $L_H = -x \log z - (1 - x) \log (1 - z)$.
# Its reconstruction is $z = s(a)$ with the sigmoid $s(a) = 1 / (1 + e^{-a})$.
# Training moves $a$ against the gradient of the loss with respect to $a$.
# By the chain rule, with $s'(a) = z (1 - z)$,
#
# $$ \frac{\partial L_{SE}}{\partial a} = 2 (z - x)\, z (1 - z), \qquad
#    \frac{\partial L_H}{\partial a} = \frac{z - x}{z (1 - z)}\, z (1 - z) = z - x. $$
#
# The cross-entropy is steep in $z$ just where the sigmoid is flat in $a$, and the two cancel.
# The next cell asks TensorFlow for both gradients, yours for the cross-entropy, and draws them over
# $a$ for a pixel that should be black, $x = 0$.
# The further to the right, the whiter it is, and the more wrong.
#
# **What to look at.** At $a = 10$ the pixel is white and should be black.
# Which loss says so?

# %%
a = tf.linspace(-12.0, 12.0, 784)[tf.newaxis]  # an image whose pixels differ in a
x = tf.zeros_like(a)
losses = {
    "squared error": lambda x, z: tf.reduce_sum(tf.square(x - z)),
    "cross-entropy": cross_entropy,
}
figure, axis = plt.subplots(figsize=(6.4, 3.6), layout="constrained")
words = []
for name, loss in losses.items():
    with tf.GradientTape() as tape:
        tape.watch(a)
        value = loss(x, tf.sigmoid(a))
    gradient = tape.gradient(value, a)[0]
    if name == "cross-entropy":  # take out a factor 1/784, if your loss has it
        gradient /= tf.reduce_max(tf.abs(gradient))
    axis.plot(a[0], gradient, label=name)
    at = ", ".join(f"{np.interp(place, a[0], gradient):.3f} at {place}" for place in (-10, 0, 10))
    words.append(f"{name}: {at}, {np.max(gradient):.3f} at most")
axis.axvspan(np.log(99), 12, color="0.92", label="saturated, $z > 0.99$")
axis.set_xlabel("preactivation $a$ of a pixel that should be black")
axis.set_ylabel("gradient of the pixel's loss with respect to $a$")
axis.legend(frameon=False, loc="upper left")
axis.spines[["top", "right"]].set_visible(False)
lab.show(
    figure,
    f"The gradients of two losses over the preactivation from -12 to 12. {'; '.join(words)}.",
)

# %% [markdown]
# The squared error's gradient, $2 z^2 (1 - z)$ for this pixel, is largest at $z = 2/3$, where the
# pixel is only somewhat too bright, and dies where it is utterly wrong.
# That is what kept the white dots of notebook 1 in place.
# The cross-entropy's gradient grows with the mistake, up to 1.

# %% [markdown]
# ## Training again
#
# Everything is as in notebook 1, and only the loss is another: the same layers, weights and biases
# from N(0, 1), Adam with a learning rate of 0.001, 20 epochs of batches of 100.

# %%
tf.keras.utils.set_random_seed(1)
network = lab.build_network(lab.normal, bias_init=lab.normal)
history = lab.fit(lab.training_step(network, cross_entropy), data, epochs=20, batch_size=100)

# %% [markdown]
# The loss on training images (the line) and on validation images (the circles), with that of the
# mean image.
#
# **What to look at.** For some epochs hardly anything happens: a *plateau*.
# What does the network draw there, if it is no better than the mean image?
# The figure after it shows three test images, one a row: the image, then its reconstruction before
# training and after some of the epochs.
#
# (This loss is on another scale than the squared error, so do not compare the numbers.
# If you took the mean over pixels, yours is in nats per *pixel*, and 784 times smaller.)

# %%
mean_images = np.tile(data.train.mean(axis=0), (len(data.validation), 1))
lab.plot_history(
    {"cross-entropy": history},
    ylabel="cross-entropy (nats per image)",
    levels={"always the mean image": float(cross_entropy(data.validation, mean_images))},
)

# %%
lab.show_epochs(history, network, data.test[:3])

# %% [markdown]
# On the plateau all three images get the same reconstruction, which looks like the mean of all
# digits: the network does not yet look at its input.
# It leaves the plateau when it does.
#
# The same six test images under both losses: at the left the reconstructions of notebook 1, at the
# right those of the network that you have just trained.
#
# **What to look at.** The titles give the squared error of both.
# The second network has the lower one, although it was not trained on it.
# And where are the white dots?

# %%
shown = data.test[:6]
z = lab.activations(network, shown)[-1]
lab.save_reconstructions("cross_entropy", z)
lab.show_reconstructions(
    shown,
    {"squared error": lab.load_reconstructions("squared_error"), "cross-entropy": z},
)

# %% [markdown]
# On all test images, with the numbers of notebook 1 again.
# (`lab.activations` gives what each of the four layers gives: the second is the code, the last the
# reconstruction.)

# %%
reconstructions = lab.activations(network, data.test)[-1]
error = np.mean((data.test - reconstructions) ** 2, axis=0)
white = reconstructions.min(axis=0) > 0.99
code = lab.activations(network, data.test)[1]
print(f"squared error per pixel:                {error.mean():.4f} (mean image: 0.0675)")
print(f"pixels that are white in every image:   {white.sum()} of 784")
print(f"saturated numbers in the codes:         {np.mean((code < 0.01) | (code > 0.99)):.0%}")

# %% [markdown]
# The stuck pixels are gone, and the error is about half of what it was in notebook 1 (if your loss
# there was a mean over the pixels; with a sum it is about three quarters).
# Inside the network little has changed: most of the code is still saturated.
# On its way back from the last layer the gradient must pass three more sigmoids, and there nothing
# cancels their derivatives.
# This is what notebook 3 mends.
#
# <details><summary>To compare with: the course's own run of this notebook.</summary>
#
# <img src="reference/2_loss.png" width="651" alt="The course's loss over 20 epochs. Within half an
# epoch it falls to 215 nats, stays there until the third epoch, somewhat above the loss of the mean
# image, and then falls to 125 nats.">
#
# <img src="reference/2_epochs.png" width="891" alt="Reconstructions of a seven, a two and a one by
# epoch. After the first and the second epoch all three are the same grey blot, the mean of all
# digits. After the fifth they begin to differ.">
#
# <img src="reference/2_reconstructions.png" width="437" alt="Six test images, their reconstructions
# with the squared error and with the cross-entropy. With the cross-entropy there are no white dots
# and the digits are smoother, though still blurred and some of them wrong.">
#
# </details>

# %% [markdown]
# ## Questions to think about
#
# These are not graded; think first, then unfold the answer.
#
# **1.** The cross-entropy of a perfect reconstruction, $z = x$, is not zero.
# What is it, and for which images is it zero?

# %% [markdown]
# <details><summary>Answer</summary>
#
# It is the entropy of the pixels, $-\sum_k [x_k \log x_k + (1 - x_k) \log(1 - x_k)]$, which is zero
# only where all pixels are 0 or 1. MNIST's grey edges alone account for about 46 nats an image
# on the test images. So a loss of 60 nats is only 14 above the best that is possible.
#
# </details>

# %% [markdown]
# **2.** The squared error too is the negative logarithm of a probability, up to constants.
# Of which distribution of a pixel?
# Does that suit black and white images?

# %% [markdown]
# <details><summary>Answer</summary>
#
# Of a normal distribution with mean $z_k$ and a fixed variance. It gives probability to pixels
# below 0 and above 1, and treats a deviation of 0.3 alike whether the forecast was 0.5 or 0.99.
# Pixels that are nearly always close to 0 or 1 are described better by a Bernoulli distribution.
#
# </details>

# %% [markdown]
# **3.** TensorFlow has `tf.nn.sigmoid_cross_entropy_with_logits`, which takes the preactivation $a$
# in the place of $z$.
# Why can it be exact where a function of $z$ cannot?

# %% [markdown]
# <details><summary>Answer</summary>
#
# In float32 $s(a)$ is exactly 1 from about $a = 17$ on: how wrong the pixel is can no longer be
# read from $z$. In terms of $a$ the loss is $\max(a, 0) - a x + \log(1 + e^{-|a|})$, where nothing
# overflows and nothing is lost. This also keeps the gradient $z - x$ alive at any $a$, while
# clipping $z$ cuts it to 0 outside the bounds.
#
# </details>

# %% [markdown]
# **4.** Clipping has a price: where $z$ is outside the bounds, its gradient is exactly 0.
# At which $a$ does this begin for your bounds (it lies to the right of the figure above)?
# Why does it do no harm here?

# %% [markdown]
# <details><summary>Answer</summary>
#
# With bounds $c$ and $1 - c$ it begins at $a = \pm \log \frac{1 - c}{c}$, where $s(a)$ passes them.
# From N(0, 1) some pixels do start that far out. But most are clipped for some images only, and get
# a gradient from the others, which moves the weights and the bias that all images share. Besides,
# the hidden units that a pixel adds up change while the other pixels learn, and bring its $a$ back
# within the bounds. In the course's run none was left outside after 20 epochs.
#
# </details>

# %% [markdown]
# ## What to read next
#
# - Goodfellow, Bengio & Courville (2016), *Deep Learning*,
#   [chapter 6.2](https://www.deeplearningbook.org/contents/mlp.html): losses from likelihoods, and
#   which output unit goes with which loss.
# - Vincent et al. (2010),
#   [Stacked denoising autoencoders](https://www.jmlr.org/papers/v11/vincent10a.html), section 2:
#   both losses, as probabilities.
# - Loaiza-Ganem & Cunningham (2019),
#   [The continuous Bernoulli](https://arxiv.org/abs/1907.06845): what the cross-entropy of grey
#   images lacks to be a likelihood, and what that changes.
# - TensorFlow on [`tf.function`](https://www.tensorflow.org/guide/function) and on
#   [graph optimisation](https://www.tensorflow.org/guide/graph_optimization): what a compiler may
#   do with your sums.
# - TensorFlow on [`tf.where`](https://www.tensorflow.org/api_docs/python/tf/where): the trap with
#   gradients, and the way round it.
