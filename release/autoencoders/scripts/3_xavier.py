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
# # 3 · Xavier initialisation (8 points)
#
# In notebooks 1 and 2 every weight began as a draw from N(0, 1), and most of the code was stuck.
# Here you find out what size a weight should have instead.
# It takes one line of code, and the error falls to about a fifth.
#
# **Afterwards you can**
#
# - see from histograms of activations whether a network is able to learn;
# - follow how the variance of a signal grows or shrinks from layer to layer, forward and backward;
# - derive the variance that Glorot and Bengio proposed, and say what it is a compromise between;
# - draw weights with a given variance from a uniform or a normal distribution.
#
# **Time:** 30 minutes of reading, 20 minutes of coding. From top to bottom the notebook runs for 30
# to 60 seconds on two cores; most of that is training.
#
# This notebook stands alone: the loss and the network come from Keras and the lab.
# The exercise works as before: replace `raise NotImplementedError`, and run the check below it.

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
# ## What the layers do under N(0, 1)
#
# The histograms show what the four layers of an untrained network give for 1,000 test images, when
# all weights and biases are drawn from N(0, 1).
# Numbers within 0.01 of 0 or 1 are counted as saturated.
# The *signal* is the standard deviation of a unit's activation from image to image, on average over
# the layer.
#
# **What to look at.** Where are most of the numbers, and how steep is a sigmoid there?

# %%
def show_activations(network, title):
    """Draw a histogram of each layer's activations, with the saturated share and the signal."""
    names = ("encoder 1", "encoder 2 (the code)", "decoder 1", "decoder 2 (the image)")
    figure, axes = plt.subplots(1, 4, figsize=(10, 2.6), sharey=True, layout="constrained")
    layers = lab.activations(network, data.test[:1000])
    words = []
    for axis, name, values in zip(axes, names, layers, strict=True):
        saturated = np.mean((values < 0.01) | (values > 0.99))
        spread = np.mean(np.std(values, axis=0))
        shares = np.full(values.size, 1 / values.size)
        axis.hist(values.ravel(), bins=50, range=(0, 1), weights=shares, histtype="stepfilled")
        numbers = f"{saturated:.0%} saturated, signal {spread:.2g}"
        axis.set_title(f"{name}\n{numbers}", fontsize=10)
        words.append(f"{name}: {numbers}")
        axis.set_xlabel("activation")
        axis.spines[["top", "right"]].set_visible(False)
    axes[0].set_ylabel("share of all activations")
    figure.suptitle(title, fontsize=11)
    lab.show(figure, f"Histograms of activations from 0 to 1, {title}. {'; '.join(words)}.")


tf.keras.utils.set_random_seed(1)
show_activations(lab.build_network(lab.normal, bias_init=lab.normal), "weights from N(0, 1)")


# %% [markdown]
# In every layer more than half of the numbers are at one of the two ends.
# There the derivative of the sigmoid is less than 0.01.
# A gradient that comes back through four such layers is multiplied by four such derivatives.
#
# <details><summary>To compare with: the course's own histograms.</summary>
#
# <img src="reference/3_histograms_normal.png" width="1011" alt="Histograms of four layers with
# weights from N(0, 1). In each of them, between 56 and 67 percent of the activations are at 0 or 1,
# and the signal falls from 0.36 to 0.18.">
#
# </details>

# %% [markdown]
# ## The mathematics: follow the variance
#
# Why are the sums so large, and what weights would make them right?
# Look at one layer with $n_{in}$ inputs and $n_{out}$ units.
#
# | symbol | in the code | what it is |
# | --- | --- | --- |
# | $n_{in}$, $n_{out}$ | `n_in`, `n_out` | number of inputs and of units of the layer |
# | $W_{ij}$ | an entry of (n_in, n_out) | the weight from input $i$ to unit $j$ |
# | $x_i$ | | input $i$ of the layer: a pixel at first, later an activation of the layer before |
# | $a_j = \sum_i x_i W_{ij}$ | | preactivation of unit $j$; the biases are 0 |
# | $\delta_j = \partial L / \partial a_j$ | | gradient of the loss that arrives at unit $j$ |
#
# All weights are independent of each other and of the inputs, with mean 0 and a variance
# $\operatorname{Var} W$.
# Variances are taken over both, the images and the draw of the weights.
# As Glorot and Bengio do, we take the inputs to have mean 0, and the units to work where their
# activation is roughly the identity, $s(a) \approx a$.
# (That fits tanh. What changes for the sigmoid comes below.)

# %% [markdown]
# ### Forward
#
# $a_j$ is a sum of $n_{in}$ terms with mean 0.
# The inputs may depend on each other, as neighbouring pixels do, but the weights do not, so
# the terms are uncorrelated and their variances add up.
# The variance of a product of two independent numbers with mean 0 is the product of their
# variances:
#
# $$ \operatorname{Var} a_j = \sum_{i=1}^{n_{in}} \operatorname{Var}(x_i W_{ij})
#    = n_{in} \, \operatorname{Var} W \, \operatorname{Var} x. $$
#
# The signal keeps its size from layer to layer if
#
# $$ n_{in} \operatorname{Var} W = 1. \tag{1} $$
#
# With $\operatorname{Var} W = 1$ and 256 inputs, it grows by a factor of 16 in a single layer
# (the variance by 256).

# %% [markdown]
# ### Backward
#
# Gradients go the other way.
# Input $i$ feeds all $n_{out}$ units, so the gradient of the loss $L$ with respect to it is a sum
# over these, $\partial L / \partial x_i = \sum_j W_{ij} \delta_j$.
# Take the weights to be independent of the $\delta_j$, too; then by the same argument
#
# $$ \operatorname{Var} \frac{\partial L}{\partial x_i} = n_{out} \, \operatorname{Var} W \,
#    \operatorname{Var} \delta. $$
#
# As $s(a) \approx a$, this is also the gradient $\delta$ that arrives at the layer before.
# It keeps its size if
#
# $$ n_{out} \operatorname{Var} W = 1. \tag{2} $$

# %% [markdown]
# ### The compromise
#
# Both (1) and (2) cannot hold unless $n_{in} = n_{out}$.
# Add the two conditions, and ask for their sum: $(n_{in} + n_{out}) \operatorname{Var} W = 2$, or
#
# $$ \operatorname{Var} W = \frac{2}{n_{in} + n_{out}}. $$
#
# This is **Xavier initialisation**, after Xavier Glorot's first name.
# Where a layer narrows, the signal grows somewhat and the gradient shrinks; where it widens, the
# other way round.

# %% [markdown]
# ### The factor 4 for sigmoid units
#
# The derivation took $s(a) \approx a$, a derivative of 1 at zero.
# The sigmoid's derivative at zero is $\tfrac14$: near zero, $s(a) \approx \tfrac12 + \tfrac14 a$.
# So the signal comes out of every layer four times smaller than it should, and so does the gradient
# on its way back.
# To make up for that, weights must be four times as large, and their variance 16 times:
#
# $$ \operatorname{Var} W = \frac{32}{n_{in} + n_{out}} \qquad \text{(with the factor 4)}. $$
#
# Bengio recommends it for sigmoid units
# ([Practical recommendations](https://arxiv.org/abs/1206.5533), 2012).
# Both versions get full marks here; after the training you may want to try the other one.

# %% [markdown]
# ## Exercise · `xavier_init` (8 points)
#
# Return random weights of shape `(n_in, n_out)`: independent draws with mean 0 and the variance
# $2 / (n_{in} + n_{out})$, or 16 times that, and new ones at each call.
# The distribution may be uniform or normal (a normal one may be truncated at two standard
# deviations).
#
# Mind what your random function wants to know: a variance, a standard deviation, or the two ends of
# a range?
# Numbers that are uniform between $-r$ and $r$ have variance $r^2 / 3$.
#
# *Useful:* `tf.random.uniform`, `tf.random.normal`.

# %% nbgrader={"grade_id": "xavier_init"}
def xavier_init(n_in, n_out):
    """Draw the weights of a layer by Xavier initialisation.

    Args:
        n_in: number of inputs of the layer.
        n_out: number of its units.

    Returns:
        Random weights, (n_in, n_out), float32.
    """
    raise NotImplementedError


# %% nbgrader={"grade_id": "test_xavier_init"}
lab.check_xavier_init(xavier_init)

# %% [markdown]
# ## The same histograms again
#
# Now with your weights; the biases are drawn from N(0, 1), as before, so that one thing is changed
# and no other.
#
# **What to look at.** Where are the numbers now?
# How wide are the histograms of the later layers?

# %%
tf.keras.utils.set_random_seed(1)
network = lab.build_network(xavier_init, bias_init=lab.normal)
show_activations(network, "weights from xavier_init")

# %% [markdown]
# Hardly a unit is saturated: they work in the middle of their sigmoids, where these are steep.
#
# Without the factor 4 the signal becomes four to seven times weaker from layer to layer: by four
# because the derivative of the sigmoid at zero is ¼, by more where units work away from zero, where
# it is less, and where a layer widens.
# So the last layer draws nearly the same picture for every image.
# With the factor 4 it loses less than half of its size in a layer.
# Both can learn: the gradient may be small, but it is not zero, and Adam makes up for its size.
#
# <details><summary>To compare with: the course's own histograms, without the factor 4.</summary>
#
# <img src="reference/3_histograms_xavier.png" width="1011" alt="Histograms of four layers with
# weights from xavier_init. No activation is saturated; they lie between 0.05 and 0.95, and the
# signal becomes weaker from layer to layer.">
#
# </details>

# %% [markdown]
# ## Training again
#
# Everything is as in notebook 2, and only the starting weights are different: the cross-entropy
# (which `lab.training_step` takes from Keras where it is given no loss), Adam with a learning rate
# of 0.001, 20 epochs of batches of 100.

# %%
history = lab.fit(lab.training_step(network), data, epochs=20, batch_size=100)

# %% [markdown]
# The cross-entropy on training images (the line) and on validation images (the circles), with that
# of the mean image, 206 nats.
#
# **What to look at.** Is there a plateau, as in notebook 2?
# How many epochs does it take to pass 125 nats, about where notebook 2 ended after twenty?
# Below it, three test images, one a row, by epoch.
# (The numbers compare if you took the sum over pixels there; the loss given here does.)

# %%
lab.plot_history(
    {"cross-entropy, Xavier": history},
    ylabel="cross-entropy (nats per image)",
    levels={"always the mean image": 206},
)

# %%
lab.show_epochs(history, network, data.test[:3])

# %% [markdown]
# The figure of the exercise sheet: six test images under squared error, under cross-entropy, and
# under cross-entropy with Xavier initialisation, each from your own runs of notebooks 1 to 3.
#
# **What to look at.** Go along one row.
# What changes from pair to pair, and what did it take?

# %%
shown = data.test[:6]
z = lab.activations(network, shown)[-1]
lab.save_reconstructions("xavier", z)
lab.show_reconstructions(
    shown,
    {
        "squared error": lab.load_reconstructions("squared_error"),
        "cross-entropy": lab.load_reconstructions("cross_entropy"),
        "cross-entropy, Xavier": z,
    },
)

# %% [markdown]
# And in numbers, on all test images; below them the histograms after training.
#
# **What to look at.** The signal has grown in every layer.
# Saturation has come back in the last one, and there it is right: most pixels are black.

# %%
error = np.mean((data.test - lab.activations(network, data.test)[-1]) ** 2)
print(f"squared error per pixel: {error:.4f}")
print("always the mean image:   0.0675")
show_activations(network, "after training")

# %% [markdown]
# The loss is the same, the optimizer is the same, the network is the same.
# Only where it started is different, and after twenty epochs the error is about a fifth of that in
# notebook 2.
# With the factor 4 it falls by half once more: there the signal reaches the last layer from the
# start.
# (In the course's runs from three random starts each: 0.028 to 0.035 with weights from N(0, 1),
# 0.0064 with Xavier's, 0.0029 with the factor 4. Biases of zero instead of N(0, 1) change these by
# less than 0.0002.)
#
# <details><summary>To compare with: the course's own run of this notebook, without the factor
# 4.</summary>
#
# <img src="reference/3_loss.png" width="651" alt="The course's cross-entropy over 20 epochs. It
# passes that of the mean image within the first epoch, without a plateau, and falls to 64 nats,
# steeply at first. Training and validation loss lie on each other.">
#
# <img src="reference/3_epochs.png" width="891" alt="Reconstructions of a seven, a two and a one by
# epoch. After the first epoch they are blurred but differ already; after ten they are hard to tell
# from the images.">
#
# <img src="reference/3_reconstructions.png" width="644" alt="Three pairs of columns with six test
# images and their reconstructions. With the squared error they are full of dots, with cross-entropy
# they are blurred, with cross-entropy and Xavier initialisation they are hard to tell from the
# originals.">
#
# <img src="reference/3_histograms_trained.png" width="1011" alt="Histograms of four layers after
# training. The activations of the first three layers lie between the ends; in the last one most are
# at 0.">
#
# </details>

# %% [markdown]
# ## Questions to think about
#
# These are not graded; think first, then unfold the answer.
#
# **1.** Why not begin with all weights at zero?
# No unit would be saturated.

# %% [markdown]
# <details><summary>Answer</summary>
#
# All units of a layer would then compute the same and receive the same gradient, so they would stay
# equal for ever: a layer would be no better than a single unit. (And with zero weights no gradient
# gets through to the layers before.) The random start breaks the symmetry. Biases may be zero,
# because the weights already tell the units apart.
#
# </details>

# %% [markdown]
# **2.** The derivation took inputs with mean 0, but pixels and sigmoids lie between 0 and 1.
# Which step fails, and what becomes of the formula?

# %% [markdown]
# <details><summary>Answer</summary>
#
# $\operatorname{Var}(x_i W_{ij}) = \operatorname{Var} W \cdot \operatorname{E}[x_i^2]$ holds for
# any mean of $x_i$, as long as the weights have mean 0. So the variance of the inputs must be
# replaced by their mean square, which for values near ½ is about ¼. Over the draw of the weights
# each preactivation then has a large part that is the same for all images: a random bias. This is
# one reason why LeCun et al. advise inputs with mean 0 and tanh rather than sigmoid units.
#
# </details>

# %% [markdown]
# **3.** ReLU units pass on half of the signal, the positive half.
# Repeat the forward argument for them.
# Which variance do you get?

# %% [markdown]
# <details><summary>Answer</summary>
#
# For a symmetric preactivation, $\operatorname{E}[\max(a, 0)^2] = \tfrac12 \operatorname{Var} a$,
# so $\operatorname{Var} a_j = \tfrac12 n_{in} \operatorname{Var} W \operatorname{Var} a$ of the
# layer before, and the signal keeps its size with $\operatorname{Var} W = 2 / n_{in}$. This is He
# initialisation (2015).
#
# </details>

# %% [markdown]
# **4.** In a network with a hundred layers the variance is off by 10 % in each.
# By what factor is it off at the end?

# %% [markdown]
# <details><summary>Answer</summary>
#
# $1.1^{100} \approx 13{,}800$, or $0.9^{100} \approx 1/38{,}000$. Deep networks therefore do not
# rely on the start alone: normalisation layers set the variance anew in each layer, and skip
# connections let signal and gradient pass by.
#
# </details>

# %% [markdown]
# ## What to read next
#
# - Glorot & Bengio (2010),
#   [Understanding the difficulty of training deep feedforward neural
#   networks](https://proceedings.mlr.press/v9/glorot10a.html): the derivation (section 4.2), and
#   histograms like yours.
# - LeCun, Bottou, Orr & Müller (1998),
#   [Efficient BackProp](http://yann.lecun.com/exdb/publis/pdf/lecun-98b.pdf), section 4: why inputs
#   should have mean 0, and how large weights should be.
# - Goodfellow, Bengio & Courville (2016), *Deep Learning*,
#   [chapter 8.4](https://www.deeplearningbook.org/contents/optimization.html): how to choose a
#   start.
# - Keras on [initializers](https://keras.io/api/layers/initializers/): `GlorotUniform` is what a
#   `Dense` layer uses unless you say otherwise.
