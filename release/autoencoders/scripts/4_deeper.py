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
# # 4 · Going deeper (10 points)
#
# One more layer on each side, and a code of 64 numbers: half as many as before.
# What does it cost to say the same in fewer words, and what is depth good for?
# At the end you look at the code itself.
#
# **Afterwards you can**
#
# - write a network of any depth;
# - separate what a narrower code costs from what a longer way through the network costs;
# - compare a network with the best linear method that has a code of the same size;
# - draw a code of 64 dimensions in two, and say what such a picture shows and what it does not.
#
# **Time:** 20 minutes of reading, 30 minutes of coding. From top to bottom the notebook runs for
# 1 to 2 minutes on two cores; most of that is training.
#
# This notebook stands alone: the loss and the initialisation come from Keras.
# The exercises work as before: replace `raise NotImplementedError`, and run the check below.

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
# A layer can only do one simple thing: weigh, add up, squash.
# A deeper network does several simple things one after the other: strokes from pixels, parts of
# digits from strokes.
# Where images are made in such steps, a deep network needs fewer units than a shallow one to
# compute the same description (Goodfellow et al. 2016, section 14.3; see the end).
# (It saves units. How many numbers the description needs is another question, which the width of
# the code decides.)
#
# But a deeper network is harder to train, as the gradient has a longer way to go, through more
# sigmoids.
# Whether depth pays is therefore a question for an experiment, and in this notebook you make it.

# %% [markdown]
# ## The mathematics
#
# The network is that of notebook 1 with a third layer in each half.
# Each layer computes `s(x @ W + b)` with the sigmoid $s$:
#
# $$ 784 \to 256 \to 128 \to 64 \to 128 \to 256 \to 784. $$
#
# | weights | shape | biases | shape |
# | --- | --- | --- | --- |
# | `encoder_h1` | (784, 256) | `encoder_b1` | (256,) |
# | `encoder_h2` | (256, 128) | `encoder_b2` | (128,) |
# | `encoder_h3` | (128, 64) | `encoder_b3` | (64,) |
# | `decoder_h1` | (64, 128) | `decoder_b1` | (128,) |
# | `decoder_h2` | (128, 256) | `decoder_b2` | (256,) |
# | `decoder_h3` | (256, 784) | `decoder_b3` | (784,) |
#
# The images $x$ and reconstructions $z$ are (n, 784), one image a row.
# The codes $y$ are (n, 64).
#
# Keras has the initialisation of notebook 3 under its author's surname, Glorot:
# `tf.keras.initializers.GlorotUniform()` makes an initialiser, which is called with a shape.
# Mind that one initialiser gives the same numbers each time it is called with the same shape, so
# make a new one for each matrix.

# %% [markdown]
# ## Exercise 1 · The parameters (3 points)
#
# Return a pair `(weights, biases)` of dicts of `tf.Variable`s with the keys and shapes of the
# table.
# The weights are drawn by Xavier initialisation, anew at each call.
# The biases may be what you like; zero is usual.

# %% nbgrader={"grade_id": "init_deep_parameters"}
def init_deep_parameters():
    """Draw the weights and biases of the deeper autoencoder.

    Returns:
        weights: dict of float32 variables, `encoder_h1` (784, 256), `encoder_h2` (256, 128),
            `encoder_h3` (128, 64), `decoder_h1` (64, 128), `decoder_h2` (128, 256),
            `decoder_h3` (256, 784).
        biases: dict of float32 variables, `encoder_b1` (256,), `encoder_b2` (128,),
            `encoder_b3` (64,), `decoder_b1` (128,), `decoder_b2` (256,), `decoder_b3` (784,).
    """
    raise NotImplementedError


# %% nbgrader={"grade_id": "test_init_deep_parameters"}
lab.check_init_deep_parameters(init_deep_parameters)


# %% [markdown]
# ## Exercise 2 · The deeper encoder (2 points)
#
# Return the codes $y$ of the images `x`: three layers, each with a sigmoid.

# %% nbgrader={"grade_id": "deep_encoder"}
def deep_encoder(x, weights, biases):
    """Encode a batch of images.

    Args:
        x: images, (n, 784), float32.
        weights: dict of variables, of which the encoder uses `encoder_h1` to `encoder_h3`.
        biases: dict of variables, of which the encoder uses `encoder_b1` to `encoder_b3`.

    Returns:
        The codes, (n, 64).
    """
    raise NotImplementedError


# %% nbgrader={"grade_id": "test_deep_encoder"}
lab.check_deep_encoder(deep_encoder)


# %% [markdown]
# ## Exercise 3 · The deeper decoder (2 points)
#
# Return the reconstructions $z$ that belong to the codes `y`: three layers, each with a sigmoid.

# %% nbgrader={"grade_id": "deep_decoder"}
def deep_decoder(y, weights, biases):
    """Decode a batch of codes.

    Args:
        y: codes, (n, 64), float32.
        weights: dict of variables, of which the decoder uses `decoder_h1` to `decoder_h3`.
        biases: dict of variables, of which the decoder uses `decoder_b1` to `decoder_b3`.

    Returns:
        The reconstructions, (n, 784).
    """
    raise NotImplementedError


# %% nbgrader={"grade_id": "test_deep_decoder"}
lab.check_deep_decoder(deep_decoder)

# %% [markdown]
# ## Training
#
# As in notebook 3: the cross-entropy, Adam with a learning rate of 0.001, 20 epochs of batches of
# 100, all of which `lab.training_step` sees to.

# %%
tf.keras.utils.set_random_seed(1)
weights, biases = init_deep_parameters()
network = lab.Autoencoder(deep_encoder, deep_decoder, weights, biases)
history = lab.fit(lab.training_step(network), data, epochs=20, batch_size=100)

# %% [markdown]
# The cross-entropy on training images (the line) and on validation images (the circles), with that
# of the mean image, 206 nats.
#
# **What to look at.** Is the curve level at the end, or would more epochs help?
# Below it, three test images by epoch: what is each of them taken for at first?

# %%
lab.plot_history(
    {"deeper network": history},
    ylabel="cross-entropy (nats per image)",
    levels={"always the mean image": 206},
)

# %%
lab.show_epochs(history, network, data.test[:3])

# %% [markdown]
# Six test images: at the left under the network of notebook 3, with a code of 128 numbers, at the
# right under the deeper one, with a code of 64.
#
# **What to look at.** What is lost: the kind of digit, its slant, its thickness, its details?

# %%
shown = data.test[:6]
z = np.array(network(shown))
lab.save_reconstructions("deeper", z)
lab.show_reconstructions(
    shown, {"128 numbers": lab.load_reconstructions("xavier"), "64 numbers, deeper": z}
)


# %% [markdown]
# ## What does the narrower code cost?
#
# To judge an error one needs something to compare it with.
# Among all *linear* ways to write an image in $k$ numbers and read it back, principal component
# analysis (PCA) has the smallest squared error.
# So it is the best linear code there is, and the thing to beat.

# %% [markdown]
# ## Exercise 4 · The best linear code (3 points)
#
# Take the mean off the $n$ training images, and write what is left as the product of three
# matrices, the singular value decomposition:
#
# $$ X - \bar x = U S V^\top . $$
#
# | symbol | shape | what it is |
# | --- | --- | --- |
# | $X$ | (n, d) | training images, one a row |
# | $\bar x$ | (d,) | their mean |
# | $U$ | (n, r) | orthonormal columns; not needed here |
# | $S$ | (r, r) | diagonal: the singular values, the largest first |
# | $V$ | (d, r) | orthonormal columns, the principal components |
#
# Here $r$ is the smaller one of $n$ and $d$.
#
# The code of an image is where it lies along the first $k$ columns of $V$, counted from the mean;
# its reconstruction is the point that has this code.
# Together the two are a projection on the affine space through $\bar x$ that these columns span.
#
# Return the reconstructions of `images`, which need not be among `train`.
# Images may be of any size $d$, and $k$ may be 0: then there is no code, and all that is left is
# the mean.
#
# *Useful:* `np.linalg.svd(…, full_matrices=False)`, which gives $U$, the singular values and
# $V^\top$.

# %% nbgrader={"grade_id": "pca_reconstruct"}
def pca_reconstruct(train, images, k):
    """Reconstructions of images from their first k principal components.

    Args:
        train: the examples that mean and components are taken from, (n, d), float64.
        images: what is to be reconstructed, (m, d), float64.
        k: the number of components, an integer from 0 to min(n - 1, d).

    Returns:
        The reconstructions, (m, d).
    """
    raise NotImplementedError


# %% nbgrader={"grade_id": "test_pca_reconstruct"}
lab.check_pca_reconstruct(pca_reconstruct)

# %% [markdown]
# The next cell computes the error of PCA with 64 and 128 numbers, and that of your network.
# For PCA the first 10,000 training images nearly suffice: with all 55,000, as in the table further
# down, both errors are 0.0001 smaller, and take longer to compute.

# %%
codes = np.array(network.encode(data.test))
reconstructions = np.array(network.decode(codes))

examples, test = data.train[:10_000].astype(float), data.test.astype(float)
print(f"squared error per pixel, on the {len(data.test):,} test images")
for size in (128, 64):
    linear = pca_reconstruct(examples, test, size)
    print(f"  PCA with {size:3} numbers:               {np.mean((test - linear) ** 2):.4f}")
error = np.mean((data.test - reconstructions) ** 2)
print(f"  deeper network with  64 numbers:    {error:.4f}")

# %% [markdown]
# To compare with, these are errors per pixel of the course's runs over 20 epochs, from three random
# starts each: the mean of the three, and how far any of them lies from it at most (not given where
# that is less than 0.00005).
# "Factor 4" is that of notebook 3, on all weights; the biases start at zero.
#
# | network | code | Xavier | Xavier, factor 4 |
# | --- | --- | --- | --- |
# | 784–256–128–256–784, as in notebook 3 | 128 | 0.0064 ± 0.0001 | 0.0029 |
# | 784–256–64–256–784 | 64 | 0.0078 ± 0.0001 | 0.0045 |
# | 784–256–128–64–128–256–784, this notebook | 64 | 0.0196 ± 0.0003 | 0.0059 ± 0.0001 |
# | PCA | 128 | 0.0042 | |
# | PCA | 64 | 0.0090 | |
#
# Read it by changing one thing at a time.
#
# - *The code*, from the first line to the second: half as many numbers cost 0.0014 without the
#   factor and 0.0016 with it.
# - *The depth*, from the second line to the third: two more layers, with the same code, cost 0.0118
#   without the factor, eight times as much as the narrower code, and 0.0014 with it, about as much
#   as the narrower code.
# - *The start*, from the left to the right: without the factor the deep network is far worse than
#   PCA with the same code, and with it much better.
#
# So without the factor the deeper network does not lose because 64 numbers are too few, but because
# it has not yet learnt to use them: the gradient has six sigmoids to go through, and each makes it
# weaker.
# With the factor the two prices are alike.
# Even then depth is no gain here: after 20 epochs the shallow network with the same code is better.

# %% [markdown]
# <details><summary>To compare with: the course's own run of this notebook.</summary>
#
# <img src="reference/4_loss.png" width="651" alt="The course's cross-entropy over 20 epochs. It
# passes that of the mean image within the first epoch and falls to 95 nats, more slowly than that
# of notebook 3. Training and validation loss lie on each other.">
#
# <img src="reference/4_epochs.png" width="891" alt="Reconstructions of a seven, a two and a one by
# epoch. After the first epoch the seven looks like a nine and the two like a zero; after twenty all
# three are clear, the two a little too thick.">
#
# <img src="reference/4_reconstructions.png" width="437" alt="Six test images under the network of
# notebook 3 and under the deeper one. The first are hard to tell from the originals, the second are
# smoother and lose details.">
#
# </details>

# %% [markdown]
# ## The code, drawn
#
# A code is a point in 64 dimensions.
# To see it on paper we keep the two directions in which the codes of the test images vary most,
# their first two principal components.
# Each point is drawn as the digit that the image shows, which the network was never told.
# The circled numbers stand at the mean of each digit, or are tied to it by a line.
#
# **What to look at.** Which digits have a place of their own?
# Which overlap, and would you mix them up too?

# %%
variances, directions = np.linalg.eigh(np.cov(codes, rowvar=False))  # of rising variance
plane = codes @ directions[:, [-1, -2]] - codes.mean(axis=0) @ directions[:, [-1, -2]]
share = variances[-2:].sum() / variances.sum()

figure, axis = plt.subplots(figsize=(7.5, 6), layout="constrained")
shown = slice(1500)
means = lab.scatter_digits(axis, plane[shown], data.test_labels[shown])
axis.set_xlabel("first principal component of the code")
axis.set_ylabel("second principal component of the code")
axis.set_title(
    f"1,500 test images; the plane shows {share:.0%} of the codes' variance", fontsize=10
)
axis.spines[["top", "right"]].set_visible(False)
lab.show(
    figure,
    "The codes of 1,500 test images in the plane of their first two principal components, each "
    f"drawn as its digit. {means}",
)

# %% [markdown]
# Images of the same digit lie near each other, though no label was used: what helps to draw an
# image also tells what it shows.
# Digits that overlap here may be far apart in the other 62 dimensions, so a picture like this can
# show that there is order, but not that there is none.
#
# <details><summary>To compare with: the course's own picture of the codes.</summary>
#
# <img src="reference/4_codes.png" width="761" alt="The course's picture of the codes: ones lie
# apart; twos, zeros and sevens have regions of their own; fours and nines lie over each other, and
# so do fives, sixes and eights.">
#
# </details>

# %% [markdown]
# ## When does depth help?
#
# - **It helps when what you describe is made in steps**, and there is enough data to find them.
#   With a code of 30 numbers Hinton and Salakhutdinov reached a squared error of 3 an image (0.004
#   a pixel) where PCA has 14, by four layers on each side, each of them first trained on its own.
# - **It does not help if it cannot be trained.** Every sigmoid on the way weakens the gradient.
#   A better start, other units such as ReLU, normalisation and skip connections were invented for
#   that.
# - **It does not help for its own sake.** If a shallow network with the same code is as good, take
#   it.

# %% [markdown]
# ## Questions to think about
#
# These are not graded; think first, then unfold the answer.
#
# **1.** The deeper network is worse than the shallow one with the same code.
# Which further experiments would tell whether it *cannot* do better, or has *not yet learnt* to?

# %% [markdown]
# <details><summary>Answer</summary>
#
# Train both for longer, or start both better, and see whether the difference stays: with the factor
# 4 it shrinks from 0.0118 to 0.0014, which speaks for "not yet learnt". One can also start the deep
# network from the shallow one, with two layers put in that nearly copy: what it can represent then
# is at least as good. And one should repeat each run from several random starts before believing a
# difference of 0.001, as the table does: its spread is 0.0003 at most.
#
# </details>

# %% [markdown]
# **2.** Multiply all weights of `init_deep_parameters` by 4 and train again.
# What changes in the first epochs, and why more so than in notebook 3?

# %% [markdown]
# <details><summary>Answer</summary>
#
# Without the factor each sigmoid makes signal and gradient four times smaller, and there are six of
# them instead of four. So the deeper network starts more slowly: after the first epoch its loss is
# 187 nats in the course's run, where that of notebook 3 is 161. With the factor the signal gets
# through from the start, and the error after 20 epochs falls from 0.0196 to 0.0059.
#
# </details>

# %% [markdown]
# **3.** With a code of two numbers one could draw the codes without PCA.
# Would you rather have that?

# %% [markdown]
# <details><summary>Answer</summary>
#
# For drawing, yes: the plane would show all that the code says, and the network would arrange the
# digits so that they can be told apart there (as in figure 3 of Hinton and Salakhutdinov). For
# reconstructions, no: two numbers hold the digit and perhaps its slant, but little else.
#
# </details>

# %% [markdown]
# **4.** You want new images of digits, so you draw 64 random numbers between 0 and 1 and decode
# them.
# What do you expect to see?

# %% [markdown]
# <details><summary>Answer</summary>
#
# Mostly blots that are no digit. Training asks the decoder for digits only at the codes of real
# images, and these fill a small part of the cube. To draw new images one must know how codes are
# distributed. The variational autoencoder of notebook 6 arranges for that.
#
# </details>

# %% [markdown]
# ## What to read next
#
# - Hinton & Salakhutdinov (2006),
#   [Reducing the dimensionality of data with neural
#   networks](https://doi.org/10.1126/science.1127647): four layers on each side, and the codes of
#   digits in two dimensions.
# - Vincent et al. (2010),
#   [Stacked denoising autoencoders](https://www.jmlr.org/papers/v11/vincent10a.html): depth, built
#   one layer at a time.
# - Goodfellow, Bengio & Courville (2016), *Deep Learning*,
#   [chapter 14](https://www.deeplearningbook.org/contents/autoencoders.html), section 14.3: what
#   depth gives an autoencoder.
# - Notebook `1_convolutional` of the assignment `advanced`: layers that know which pixels are
#   neighbours.
# - TensorFlow's tutorial on
#   [autoencoders](https://www.tensorflow.org/tutorials/generative/autoencoder): the same with
#   convolutions, and for denoising.
