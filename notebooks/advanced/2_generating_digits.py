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
# # 2 · Digits out of nothing
#
# A variational autoencoder can draw: take two random numbers, decode them, and a digit comes out.
# In this notebook you train one, look at all that it can draw on one sheet, walk from digit to
# digit, and find out what the divergence in its loss costs and what it buys.
#
# **Afterwards you can**
#
# - write the loss of a variational autoencoder with a weight on its divergence, safe for large
#   logits;
# - draw the images that a code of two numbers can describe;
# - walk between codes in a way that fits their distribution;
# - read a curve of rate and distortion, and count the dimensions that a network uses;
# - recognise posterior collapse, and say why the loss may favour it;
# - use the bound as a score for what is no digit, and say where that fails.
#
# **Time:** 40 minutes of reading, 60 minutes of coding and writing, 1 to 2 minutes of training.

# %% [markdown]
# ## How the exercises work
#
# 1. A coding exercise is a function whose body is `raise NotImplementedError`.
#    Replace that line with your code; keep the function's name and its arguments.
# 2. Run the cell, then run the check in the cell below it.
#    It prints `✓` and what it tested, or `✗` with what it found and what to do.
# 3. The written exercise is a text cell.
#    Double-click it, write your answer in place of what stands there, and run it to see it set.
#    A good answer takes one to three sentences for each of its five questions.
# 4. When you are done, choose *Kernel → Restart Kernel and Run All Cells*, or press *Validate*.
#    Run All stops at the first `✗`; grading goes on with the next exercise.
#    Then hand in this file under its own name.
#
# **What is graded:** four functions (15 points), by tests of their own that look at more than the
# checks do, and one written answer (5 points), which a person reads.
# A mistake in one of them costs nothing in the next one.
#
# The graded cells must keep their places: do not copy, move or delete them.
# You may add cells of your own anywhere.

# %%
import lab  # first of all, so that TensorFlow starts without its red lines

import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from scipy.stats import norm

BLUE, ORANGE, GREEN = "#2166ac", "#d6711a", "#1b7f5c"
# %% [markdown]
# The images: `data` holds the grey ones of the first assignment, `bits` the same in black and
# white.

# %%
data = lab.load_mnist()
bits = lab.binarised(data)

# %% [markdown]
# ## The idea
#
# A variational autoencoder has an encoder, which gives each image a normal distribution
# $q(z|x) = \mathcal N(\mu(x), \operatorname{diag} \sigma^2(x))$ of codes, and a decoder, which
# gives each code the probabilities of ink, pixel by pixel.
# Its loss is $-\mathcal F$, where $\mathcal F$ is the evidence lower bound (notebook 6 of the first
# assignment):
#
# $$ -\mathcal F(x) = \underbrace{\mathbb E_{q(z|x)}\big[-\log p(x|z)\big]}_{\text{distortion}}
#    + \underbrace{D_{KL}\big(q(z|x) \,\Vert\, p(z)\big)}_{\text{rate}},
#    \qquad p(z) = \mathcal N(0, I) . $$
#
# The **distortion** says in how many nats the image is described once the code is known, the
# **rate** in how many nats the code is.
# (A nat is 1.44 bits; both names are used as in Alemi et al. 2018.)
#
# Higgins et al. (2017) put a weight on the rate:
#
# $$ L_\beta = \text{distortion} + \beta \cdot \text{rate} . $$
#
# With $\beta = 1$ it is $-\mathcal F$, averaged over images.
# With a small $\beta$ codes are cheap and images are described well; with a large one every nat of
# the code is dear.

# %% [markdown]
# ![Above, how the network is trained: an image goes through the encoder to mean and variance, a
# code is drawn, the decoder gives logits; the distortion compares logits and image, the rate
# compares mean and variance with the prior, and beta stands at the rate. Below, how it draws: a
# code from the prior goes through the decoder alone.](figures/generating.svg)

# %% [markdown]
# ## The mathematics
#
# The decoder gives **logits** $l$, from which a sigmoid $s$ makes probabilities.
# The distortion of one code is then the cross-entropy of the image and $s(l)$, summed over its
# pixels $k$; one code per image, drawn from $q(z|x)$, stands for the expectation.
#
# $$ -\log p(x|z) = -\sum_{k=1}^{784} \big[x_k \log s(l_k) + (1 - x_k) \log (1 - s(l_k))\big] . $$
#
# The rate has a closed form, a sum over the $d$ latent dimensions.
# It is what you derived for Exercise 1 in notebook 6 of the first assignment; Kingma & Welling
# ([2013](https://arxiv.org/abs/1312.6114), appendix B) have it with the other sign.
#
# | symbol | in the code | shape | what it is |
# | --- | --- | --- | --- |
# | $x$ | `x` | (n, 784) | a batch of n images |
# | $l$ | `logits` | (n, 784) | what the decoder gives for a code of each |
# | $\mu(x)$ | `mean` | (n, d) | means of $q(z \mid x)$ in d latent dimensions |
# | $\log \sigma^2(x)$ | `log_var` | (n, d) | logarithms of its variances |
# | $\beta$ | `beta` | a number | the weight of the rate |

# %% [markdown]
# ## Exercise 1 · The loss
#
# Return one number for a batch: the mean over its images of the distortion, summed over pixels,
# plus `beta` times the rate, summed over the latent dimensions.
#
# The loss is to be right, with finite gradients, for logits up to ±1000.
# In float32 the sigmoid of 20 is 1, and $\log(1 - 1)$ is infinite, so do not take the logarithm of
# a sigmoid.
# What is $\log s(l)$, written with $e^{-l}$?
#
# *Useful:* `tf.nn.softplus`, which is $\log(1 + e^a)$ without its pitfalls, or one of TensorFlow's
# losses that take logits.


# %% nbgrader={"grade_id": "vae_loss", "solution": true}
def vae_loss(x, logits, mean, log_var, beta):
    """The loss of a variational autoencoder with a weight on its divergence.

    Args:
        x: images, (n, 784), float32 in [0, 1].
        logits: the decoder's output for a code of each image, (n, 784), float32.
        mean: means of q(z|x), (n, d), float32.
        log_var: logarithms of the variances of q(z|x), (n, d), float32.
        beta: the weight of the divergence, a Python float.

    Returns:
        The loss in nats per image, a scalar.
    """
    ### BEGIN SOLUTION
    # -log s(l) = softplus(l) - l, and -log (1 - s(l)) = softplus(l).
    distortion = tf.reduce_sum(tf.nn.softplus(logits) - x * logits, axis=1)
    rate = tf.reduce_sum(tf.square(mean) + tf.exp(log_var) - 1.0 - log_var, axis=1) / 2.0
    return tf.reduce_mean(distortion + beta * rate)
    ### END SOLUTION


# %% nbgrader={"grade_id": "test_vae_loss", "points": 6}
lab.check_vae_loss(vae_loss)

# %% [markdown]
# ## Training with two latent numbers
#
# The images are *binarised*, every pixel 0 or 1, so that the distortion is the negative logarithm
# of a probability.
# The networks are 784–256–4 and 2–256–784: the encoder gives two means and two log-variances.
#
# `lab.code_distributions` takes the encoder's output apart, and `lab.draw_codes` draws a code that
# lets the gradient through to both.
#
# **What to look at.** Does the loss still fall at the end?


# %%
def dense(*sizes):
    """A network with layers of these sizes: ReLU inside, nothing after the last layer."""
    layers = [tf.keras.layers.Dense(size, "relu") for size in sizes[1:-1]]
    return tf.keras.Sequential(
        [tf.keras.Input(sizes[:1]), *layers, tf.keras.layers.Dense(sizes[-1])]
    )


def new_networks(latent, hidden=256):
    """An encoder, (n, 784) → (n, 2 · latent), and a decoder, (n, latent) → (n, 784)."""
    return dense(784, hidden, 2 * latent), dense(latent, hidden, 784)


def loss_of(networks, x, beta, is_drawn=True):
    """The loss of an encoder and a decoder on images; the code is drawn, or the mean itself."""
    encoder, decoder = networks
    mean, log_var = lab.code_distributions(encoder, x)
    code = lab.draw_codes(mean, log_var) if is_drawn else mean
    return vae_loss(x, decoder(code), mean, log_var, beta)


def train(loss, *pairs, images, epochs):
    """Make `loss(x)` smaller by all networks of some pairs; what `lab.fit` returns."""
    variables = [v for pair in pairs for network in pair for v in network.trainable_variables]
    return lab.fit(lab.descent(loss, variables, learning_rate=0.004), images, epochs=epochs)


# %%
tf.keras.utils.set_random_seed(2)
flat = new_networks(latent=2)
history = train(lambda x: loss_of(flat, x, beta=1.0), flat, images=bits, epochs=6)
lab.plot_history(history, ylabel="loss, β = 1 (nats per image)")

# %% [markdown]
# ## All that two numbers can say
#
# Each pair of numbers decodes to an image, so everything that the decoder can draw fits on a sheet.
# Which pairs should stand on it?
# The prior is dense in the middle and thin outside.
# Let the sheet have $n \times n$ places ($n$ is no batch size here), and let each of them stand for
# the same share of all draws.
# In each direction take the **quantiles**
#
# $$ z_i = \Phi^{-1}\!\left(\frac{i + \frac12}{n}\right), \qquad i = 0, \dots, n - 1, $$
#
# where $\Phi$ is the distribution function of the standard normal distribution: below
# $\Phi^{-1}(0.3)$ lie 30 % of all draws.

# %% [markdown]
# ## Exercise 2 · A grid of codes
#
# Return the codes of the sheet, row by row, $n \cdot n$ pairs.
# The first number changes from pair to pair, the second from row to row, both upwards.
#
# *Useful:* `norm.ppf`, which is $\Phi^{-1}$, and `np.meshgrid`, or `np.tile` and `np.repeat`.


# %% nbgrader={"grade_id": "latent_grid", "solution": true}
def latent_grid(n):
    """Codes at the quantiles (i + ½)/n of two independent standard normal variables.

    Args:
        n: the number of quantiles in each direction, an integer from 1 on.

    Returns:
        The codes, (n·n, 2); the first coordinate varies fastest, and both ascend.
    """
    ### BEGIN SOLUTION
    axis = norm.ppf((np.arange(n) + 0.5) / n)
    first, second = np.meshgrid(axis, axis)
    return np.stack([first.ravel(), second.ravel()], axis=1)
    ### END SOLUTION


# %% nbgrader={"grade_id": "test_latent_grid", "points": 3}
lab.check_latent_grid(latent_grid)

# %% [markdown]
# At the left the sheet of 20 × 20 codes, decoded.
# Its axes are shares: at 0.5 a number is 0, at 0.9 it is $\Phi^{-1}(0.9) = 1.28$.
# At the right, on axes of the numbers themselves, the codes of 1,000 test images: the means of
# $q(z|x)$, drawn as their digits.
# A coloured ring marks the mean of each digit; where rings would overlap they are moved, and a line
# leads to the mean.
#
# **What to look at.** Which digits lie side by side, and what stands between them?
# Which have a large region, and which share one?
# Do the codes fill the prior, of which the black circles of radius 1, 2 and 3 hold 39 %, 86 % and
# 99 %?


# %%
def decode(networks, z):
    """The probabilities of ink, (n, 784), for codes (n, d)."""
    return tf.sigmoid(networks[1](tf.constant(z, tf.float32))).numpy()


test = tf.constant(bits.test)
mean, log_var = lab.code_distributions(flat[0], test)

SIDE = 20
images = decode(flat, latent_grid(SIDE)).reshape(SIDE, SIDE, 28, 28)
sheet = images[::-1].swapaxes(1, 2).reshape(SIDE * 28, SIDE * 28)  # the second number upwards

figure, (left, right) = plt.subplots(1, 2, figsize=(12, 5.6), layout="constrained")
left.imshow(sheet, cmap="gray", extent=(0, 1, 0, 1))
left.set(xlabel="share of the prior below the first number")
left.set(ylabel="share of the prior below the second number")
means = lab.scatter_digits(right, np.array(mean)[:1000], data.test_labels[:1000])
for radius in (1, 2, 3):
    right.add_patch(plt.Circle((0, 0), radius, fill=False, linewidth=1.2))
right.set(xlabel="first latent number", ylabel="second latent number")
right.set_aspect("equal", adjustable="datalim")
lab.show(
    figure,
    "At the left a sheet of 20 by 20 decoded codes, on which digits change into each other from "
    "place to place. At the right the codes of 1,000 test images, drawn as their digits, and "
    f"circles of radius 1, 2 and 3. {means}",
)

# %% [markdown]
# To compare with, the course's own run:
#
# <img src="reference/2_sheet.png" width="1203" alt="The course's sheet and codes. Sevens and
# nines stand at one side, ones in a corner, zeros at another side, and threes, fives and eights
# share the middle.">

# %% [markdown]
# Move through it yourself: first a picture of codes at equal steps from -4 to 4, then a slider for
# each of the two numbers.
# (Where the page is only read, there are no sliders.)
#
# **What to look at.** In the corners there are hardly any draws of the prior and hardly any codes
# of images, so the decoder was hardly ever trained there.
# What does it draw?

# %%
still = lab.walk(lambda codes: decode(flat, codes), reach=4.0)

# %% [markdown]
# ## Rate and distortion
#
# What does a nat of code buy?
# To see it, train networks with $\beta$ from 0.1 to 20, and with 2, 8 and 64 latent dimensions.
# That makes 15 networks, so they are small (128 hidden units) and trained for three epochs only.
# For each number of dimensions the networks are trained side by side, by the sum of their losses;
# they share no parameters.
#
# An autoencoder with 64 dimensions is trained along: its code is $\mu(x)$ itself, without noise,
# and $\beta = 0$.

# %%
BETAS, LATENTS = (0.1, 0.5, 1.0, 4.0, 20.0), (2, 8, 64)


def trained_networks(latent, seed=3):
    """For each β an encoder and a decoder, trained; for β = 0 an autoencoder without noise."""
    tf.keras.utils.set_random_seed(seed)
    pairs = {beta: new_networks(latent, hidden=128) for beta in BETAS + (0.0,) * (latent == 64)}

    def total_loss(x):
        return tf.add_n([loss_of(pair, x, beta, beta > 0) for beta, pair in pairs.items()])

    train(total_loss, *pairs.values(), images=bits, epochs=3)
    return {(latent, beta): pair for beta, pair in pairs.items()}


networks = {}
for latent in LATENTS:
    networks |= trained_networks(latent)

# %% [markdown]
# Rate and distortion on the test images.
# Your loss gives both: with $\beta = 0$ it is the distortion, and what $\beta = 1$ adds is the
# rate.
#
# **What to look at.** Along a grey line the sum is the same, and at $\beta = 1$ it is what counts:
# $-\mathcal F$.
# The lowest line stands for 75 nats, each of the next for 25 more.
# At which point of each curve is the sum smallest?
# Were every network the best of its kind, the slope of a curve would be $-\beta$ at each point:
# another nat of code would save $\beta$ nats of distortion.
# What do 64 dimensions buy over 8, and where do all three meet?


# %%
def rate_and_distortion(networks):
    """Both in nats per image, averaged over the test images, from one draw of the code each."""
    encoder, decoder = networks
    mean, log_var = lab.code_distributions(encoder, test)
    logits = decoder(lab.draw_codes(mean, log_var, seed=1))
    without, with_rate = (float(vae_loss(test, logits, mean, log_var, beta)) for beta in (0.0, 1.0))
    return with_rate - without, without


points = {key: rate_and_distortion(pair) for key, pair in networks.items() if key[1] > 0}

figure, axis = plt.subplots(figsize=(7.2, 4.6), layout="constrained")
for latent, color in zip(LATENTS, (ORANGE, GREEN, BLUE), strict=True):
    curve = np.array([points[latent, beta] for beta in BETAS])
    axis.plot(*curve.T, "o-", color=color, label=f"{latent} dimensions")
for total in range(75, 260, 25):
    axis.plot([0, total], [total, 0], color="lightgray", linewidth=0.8, zorder=0)
axis.set(xlabel="rate (nats per image)", ylabel="distortion (nats per image)")
axis.set(xlim=(-3, 130), ylim=(35, 225), title="the numbers at the points are β")
axis.legend(frameon=False)
axis.spines[["top", "right"]].set_visible(False)
lab.label_points(axis, [*points.values()], [f"{beta:g}" for _, beta in points])
lab.show(
    figure,
    "Distortion over rate for 2, 8 and 64 dimensions, a point for each β. "
    + "; ".join(
        f"{latent} dimensions with β = {beta:g}: rate {rate:.0f}, distortion {distortion:.0f}"
        for (latent, beta), (rate, distortion) in points.items()
    )
    + ".",
)

# %% [markdown]
# To compare with, the course's own run.
# At $\beta = 1$, the mean of three random starts and how far a run lies from it at most, in nats
# per image:
#
# | dimensions | rate | distortion | loss |
# | --- | --- | --- | --- |
# | 2 | 5.4 ± 0.1 | 154.2 ± 0.7 | 159.6 ± 0.7 |
# | 8 | 15.9 ± 0.7 | 97.3 ± 0.5 | 113.2 ± 0.4 |
# | 64 | 28.7 ± 0.7 | 71.3 ± 0.5 | 100.1 ± 0.7 |
#
# <img src="reference/2_rates.png" width="731" alt="The course's curves. That of 2 dimensions
# ends at a rate of 12 nats and a distortion of 150, that of 8 dimensions at 32 and 92, that of 64
# dimensions at 113 and 41. For β = 20 all three lie at a rate near 0 and a distortion of about
# 200.">
#
# With two dimensions more nats buy little: from $\beta = 1$ to $0.1$ the rate doubles, and the
# distortion falls by four nats only.
# Where codes are dear, many dimensions are of no use: at $\beta = 4$ and $20$ the curve of 64
# dimensions does not lie below that of 8.

# %% [markdown]
# ## Which dimensions are used?
#
# A latent dimension that says nothing has the same distribution for every image.
# Burda, Grosse & Salakhutdinov (2016) call dimension $j$ **active** if its mean varies over the
# images:
#
# $$ \operatorname{Var}_x\big(\mu_j(x)\big) > 0.01 . $$

# %% [markdown]
# ## Exercise 3 · Active units
#
# Return for each latent dimension whether it is active, from the means of many images.


# %% nbgrader={"grade_id": "active_units", "solution": true}
def active_units(mean):
    """Which latent dimensions say something about the image.

    Args:
        mean: the means of q(z|x) for n images, (n, d), float64.

    Returns:
        A boolean for each dimension, (d,): whether the variance of its mean over the images exceeds
        0.01.
    """
    ### BEGIN SOLUTION
    return np.var(mean, axis=0) > 0.01
    ### END SOLUTION


# %% nbgrader={"grade_id": "test_active_units", "points": 3}
lab.check_active_units(active_units)

# %% [markdown]
# How many dimensions each of the networks uses, and what they make of one test image.
#
# **What to look at.** What happens to the numbers with growing $\beta$, and to the images?
# The last column has $\beta = 20$: compare it for different images (change `number`).


# %%
def means_of(networks, images=test):
    return np.array(lab.code_distributions(networks[0], images)[0], float)


print("active units      " + "".join(f"  β = {beta:<5g}" for beta in BETAS))
for latent in LATENTS:
    counts = [np.sum(active_units(means_of(networks[latent, beta]))) for beta in BETAS]
    print(f"of {latent:2} dimensions  " + "".join(f"  {count:9}" for count in counts))

number = 4
one = test[number : number + 1]
rows = {"the image": np.repeat(one, len(BETAS), axis=0)}
for latent in LATENTS:
    pairs = [networks[latent, beta] for beta in BETAS]
    images = [decode(pair, means_of(pair, one)) for pair in pairs]
    rows[f"{latent} dimensions"] = np.concatenate(images)
lab.show_rows(rows, {"the image": [f"β = {beta:g}" for beta in BETAS]})

# %% [markdown]
# What each dimension of a network with 64 of them contributes to the rate, for three $\beta$;
# active ones are blue, the others grey.
# (The cell gives your loss images without pixels, so what it returns is the rate alone.)
#
# **What to look at.** Is there anything between used and not used?

# %%
figure, axes = plt.subplots(1, 3, figsize=(9.6, 2.8), sharey=True, layout="constrained")
words = []
for axis, beta in zip(axes, (0.1, 1.0, 20.0), strict=True):
    mean, log_var = (np.array(part) for part in lab.code_distributions(networks[64, beta][0], test))
    alone = [
        float(vae_loss(test[:, :0], test[:, :0], m[:, None], v[:, None], 1.0))
        for m, v in zip(mean.T, log_var.T, strict=True)
    ]
    active = active_units(mean.astype(float))
    order = np.argsort(alone)[::-1]
    colors = [BLUE if active[unit] else "lightgray" for unit in order]
    axis.bar(np.arange(1, 65), np.array(alone)[order], color=colors, width=0.9)
    axis.set(title=f"β = {beta:g}: {active.sum()} active", xlabel="latent dimension, sorted")
    axis.spines[["top", "right"]].set_visible(False)
    largest, middle, least = np.max(alone), np.median(alone), np.min(alone)
    words.append(
        f"for β = {beta:g} from {largest:.2f} over {middle:.2f} in the middle to {least:.2f} nats"
    )
axes[0].set_ylabel("rate (nats)")
lab.show(
    figure, f"Bars of the rate of each of 64 dimensions, sorted: they fall {', '.join(words)}."
)

# %% [markdown]
# There is: in the course's run 46 dimensions are active at $\beta = 1$, but 22 of them carry 96 %
# of the rate.
# The criterion asks only that a mean varies by more than a tenth of the prior's deviation, for
# which 0.005 nats are enough.

# %% [markdown] nbgrader={"grade_id": "collapse_question"}
# ## Exercise 4 · Collapse, written
#
# With 64 dimensions $q(z|x)$ is the prior for every image at $\beta = 20$, or nearly, and in a part
# of the dimensions already at smaller $\beta$: the *posterior collapse*.
# Explain it.
#
# 1. What is to be seen at $\beta = 20$, in three of the pictures and tables above?
#    Name numbers.
# 2. Look at one dimension.
#    What does the loss gain and what does it pay when the dimension says something about the image?
#    When is it best left at the prior?
# 3. A collapsed dimension tends to stay collapsed.
#    What does the decoder do with it, and what does that mean for the encoder's gradient?
# 4. Is it a fault that a part of the 64 dimensions is not used at $\beta = 1$?
#    And that none is at $\beta = 20$?
#    Compare the losses with those of 2 and 8 dimensions.
# 5. Name a remedy for a network that has collapsed more than it should, say why it works, and what
#    it costs.
#
# <!-- BEGIN MARK SCHEME -->
# ---
#
# **Mark scheme** (graders see this, students do not). 5 points, in five items of 0, ½ or 1.
#
# - **[1] What is seen.** 1: three of: a rate near 0; no active unit; the same blurred image for
#   every digit, the mean of all; a distortion near that of a constant image (about 200 nats); with
#   a number for at least one. ½: one or two of them, or three without any number. 0: none.
# - **[1] Gain and price of a dimension.** 1: it lowers the distortion and raises the rate, the rate
#   counts $\beta$ times, so it collapses where a nat of code saves less than $\beta$ nats of
#   distortion. ½: both terms are named, but not when one outweighs the other. 0: "the KL is too
#   strong" alone.
# - **[1] Why it stays.** 1: the decoder gets noise there, learns to ignore it, and then no gradient
#   of the distortion comes back to the encoder, only that of the rate, which holds it at the prior.
#   ½:
#   the decoder ignores it, without what follows for the encoder, or what follows without why. 0:
#   another cause (units that died), or neither.
# - **[1] Fault or not.** 1: at $\beta = 1$ no fault: unused dimensions cost nothing, and the loss
#   with 64 is the smallest; *and* at $\beta = 20$ a view that rests on the losses: the collapsed
#   network has 207, that with 2 dimensions about 204 (20 times a rate of 0.4, and a distortion of
#   196), so a slightly better solution exists and is not always found; or, the difference is so
#   small that nothing is lost. ½: one of the two, or views without losses. 0: a view alone.
# - **[1] A remedy with reason and price.** 1: one of: $\beta$ that grows from 0 during training
#   (codes become useful before they are charged; a schedule more to choose), free bits (the first
#   nats cost nothing; the loss is no bound there), a smaller $\beta$ (no bound, codes leave the
#   prior), a weaker decoder (must use the code; draws worse), the importance-weighted bound (more
#   draws); with why it works and a price. ½: without the price or the reason. 0: none.
#
# *2 points (½, ½, ½, 0, ½).* "At β=20 all reconstructions look the same and the number of active
# units is 0. The KL term is weighted so strongly that the encoder sets it to zero instead of
# encoding information which would reduce the reconstruction loss. The decoder then ignores z. It is
# bad since latent dimensions are wasted. KL annealing helps, because in the beginning there is no
# penalty."
#
# *½ point (½, 0, 0, 0, 0).* "With a high β the KL divergence is 0, so the posterior equals the
# prior and the model has collapsed. One should choose a smaller latent space."
#
# <!-- END MARK SCHEME -->

# %% [markdown] nbgrader={"grade_id": "collapse", "solution": true, "points": 5}
# <!-- BEGIN SOLUTION -->
# At $\beta = 20$ with 64 dimensions the rate is 0.0 nats, no unit is active, every image is
# reconstructed as the same blot, the mean of all digits, and the distortion, 207 nats, is that of a
# constant image.
#
# If a dimension says something about the image, the decoder can describe it in fewer nats, and the
# loss pays $\beta$ times the rate of that dimension.
# It is worth it as long as another nat of rate saves more than $\beta$ nats of distortion.
# A slant or a thickness saves a few nats for each nat, so it is kept at $\beta = 1$ and given up at
# 20.
#
# A dimension at the prior brings the decoder noise that has nothing to do with the image, so it
# learns to ignore it.
# Then a change of $\mu_j$ changes no logit, the distortion sends no gradient back to the encoder,
# and the rate alone pulls on it, towards the prior, where it already is.
#
# At $\beta = 1$ it is no fault: a dimension at the prior costs nothing, and with 64 dimensions, of
# which about 25 carry nearly all of the rate, the loss is smaller, 100 nats, than with 8, 113.
# At $\beta = 20$ it is one, if a small one: two dimensions reach about 0.4 · 20 + 196, a little
# less than 207, and 64 could do the same.
#
# A remedy is to let $\beta$ grow from 0 during training: codes become useful to the decoder before
# they are charged, so there is a gradient to hold them.
# The price is one more schedule to choose, and where a nat of code saves less than $\beta$ nats,
# the dimension collapses all the same in the end.
# <!-- END SOLUTION -->

# %% [markdown]
# ## Walks from digit to digit
#
# Take the codes of two images and decode what lies between them.
# On the straight line the codes in the middle lie closer to the origin than the ends.
# In a space of many dimensions a normal distribution has nearly all of its draws at nearly the same
# distance from the origin: the norm of a draw from $\mathcal N(0, I)$ in 64 dimensions is
# $8 \pm 0.7$.
# Two draws are nearly at right angles there, so the middle of the line between them has a norm of
# about $8 / \sqrt 2 = 5.7$, where hardly any code ever lies.
# White (2016) proposes to go along the sphere instead.
#
# Let $\omega$ be the angle between $a$ and $b$, and $\hat a = a / \lVert a \rVert$,
# $\hat b = b / \lVert b \rVert$ their directions.
# The *spherical linear interpolation* turns one into the other at a constant speed, and the norm
# goes evenly from that of $a$ to that of $b$:
#
# $$ z(t) = \left[\frac{\sin((1 - t)\,\omega)}{\sin \omega}\, \hat a
#    + \frac{\sin(t\,\omega)}{\sin \omega}\, \hat b\right]
#    \cdot \big[(1 - t) \lVert a \rVert + t \lVert b \rVert\big], \qquad 0 \le t \le 1 . $$
#
# (White gives both fractions to $a$ and $b$ themselves, not to their directions.
# Where the norms are equal that is the same; where they differ, his norm does not go evenly.)

# %% [markdown]
# ![Two vectors a and b with an angle omega between them. The straight line between their ends runs
# closer to the origin in its middle; the spherical path bends outwards, and its distance from the
# origin goes evenly from that of a to that of b.](figures/paths.svg)

# %% [markdown]
# ## Exercise 5 · Walking
#
# Return `steps` codes from $a$ to $b$, both ends included, at equal steps of $t$.
# Where an end is 0, or the angle is below $10^{-6}$, there is nothing to turn: then the walk is the
# straight line $(1 - t)\, a + t\, b$.
#
# *Useful:* `np.linspace`, `np.linalg.norm`, `np.arccos`; rounding may bring a cosine slightly above
# 1.


# %% nbgrader={"grade_id": "interpolate", "solution": true}
def interpolate(a, b, steps):
    """Codes on the way from a to b, along the sphere.

    Args:
        a: the code at the beginning, (d,), float64.
        b: the code at the end, (d,), float64.
        steps: the number of codes, an integer from 2 on.

    Returns:
        The codes, (steps, d): directions by spherical linear interpolation, norms evenly; a
        straight line where an end is 0 or the angle is below 1e-6.
    """
    ### BEGIN SOLUTION
    t = np.linspace(0, 1, steps)[:, None]
    norm_a, norm_b = np.linalg.norm(a), np.linalg.norm(b)
    if norm_a * norm_b == 0:
        return (1 - t) * a + t * b
    omega = np.arccos(np.clip(a @ b / (norm_a * norm_b), -1, 1))
    if omega < 1e-6:
        return (1 - t) * a + t * b
    directions = np.sin((1 - t) * omega) * a / norm_a + np.sin(t * omega) * b / norm_b
    return directions / np.sin(omega) * ((1 - t) * norm_a + t * norm_b)
    ### END SOLUTION


# %% nbgrader={"grade_id": "test_interpolate", "points": 3}
lab.check_interpolate(interpolate)

# %% [markdown]
# Walks between two test images, in the autoencoder without noise and in the variational one with
# $\beta = 1$, both with 64 dimensions, straight and along the sphere.
# Above each image stands the norm of its code.
#
# **What to look at.** Where does the autoencoder's walk show two digits at once, one fading into
# the other?
# Is every image of the variational walk a digit?
# How much do the two kinds of walk differ, and can you say which is the better one here?

# %%
start, end = 1, 4  # a two and a four
rows, titles = {}, {}
for name, pair in {"autoencoder": networks[64, 0.0], "variational": networks[64, 1.0]}.items():
    a, b = means_of(pair, tf.gather(test, [start, end]))
    walks = {
        "straight": a + np.linspace(0, 1, 9)[:, None] * (b - a),
        "sphere": interpolate(a, b, 9),
    }
    for way, codes in walks.items():
        rows[f"{name},\n{way}"] = decode(pair, codes)
        titles[f"{name},\n{way}"] = [f"{length:.1f}" for length in np.linalg.norm(codes, axis=1)]
lab.show_rows(rows, titles)

# %% [markdown]
# <img src="reference/2_walks.png" width="926" alt="The course's walks from a two to a four, four
# rows of nine images; what they show stands below.">
#
# In the course's run both walks of the autoencoder pass images that are no digit: the strokes of
# the two fade while those of the four appear.
# The variational walks bend one shape into the other, by way of something like a nine.
# In the middle of the straight one the norm falls to 2.8, against 5.5 and 3.7 at the ends, and the
# image is blurred: the code is closer to the mean of all codes.
# On the sphere the image is less blurred, and yet in the middle it is hardly a digit: no path tells
# the decoder what should stand between a two and a four.
#
# Compare these norms with each other, and not with the 8 of above.
# The prior's draws have that norm in all 64 dimensions; the codes here are means, which are close
# to 0 in every dimension that is not active.
# And the autoencoder has no prior, so nothing says which norms are typical of its codes but the
# codes themselves.

# %% [markdown]
# ## A tighter bound on test images
#
# $\mathcal F$ bounds $\log p(x)$ from below, and the gap is the divergence of $q(z|x)$ from the
# posterior $p(z|x)$ (notebook 5 of the first assignment).
# The importance-weighted bound $\mathcal F_K$ of Burda, Grosse & Salakhutdinov (2016) averages the
# weights $w = p(x, z) / q(z|x)$ of $K$ draws before it takes the logarithm, and rises to
# $\log p(x)$ with $K$.
# `lab.importance_bounds` draws codes, and gives the bounds of each image for 1, 2, …, K draws.
#
# **What to look at.** How many nats lie between $K = 1$ and $K = 100$, with 2 dimensions and with
# 64?

# %%
digits = bits.test[:500]
print("nats per image         K = 1      K = 10     K = 100")
for latent in (2, 64):
    bounds = lab.importance_bounds(*networks[latent, 1.0], digits, draws=100)
    errors = bounds[:, -1].std() / np.sqrt(len(bounds))
    shown = "".join(f"{bounds[:, count - 1].mean():12.2f}" for count in (1, 10, 100))
    print(
        f"{latent:2} dimensions     {shown}   (± {errors:.1f} from one choice of images to another)"
    )

# %% [markdown]
# With two dimensions the bound rises by two or three nats: in so small a space few draws suffice to
# come near the posterior.
# With 64 dimensions $\mathcal F_{100}$ is still rising, and these numbers do not tell how far
# $\log p(x)$ lies above it.
# So compare models by the same $K$, and on the same images, many of them: with two dimensions
# another choice of 500 images moves the mean more than a tenfold $K$ does.

# %% [markdown]
# ## Is it a digit?
#
# The bound says how likely the model finds an image, so a low $\mathcal F$ may tell that an image
# is no digit.
# The next cell scores test digits, digits that are changed, and things that are none, by
# $\mathcal F_{10}$ with 64 dimensions.
# The line is drawn so that 95 % of the test digits score above it.
# The axis is $-\mathcal F_{10}$, and logarithmic: what scores above the line lies at its *left*.
# At the right stands the share of such images.
#
# **What to look at.** What falls below the line, as it should?
# What lies above it, even above most digits, and why?

# %%
draw = np.random.default_rng(5)
square = digits.reshape(-1, 28, 28)
row, column = np.indices((28, 28))
dot = np.zeros((28, 28))
dot[13:15, 13:15] = 1
candidates = {
    "test digits": square,
    "digits upside down": square[:, ::-1],
    "digits moved by 4 pixels": np.roll(square, 4, axis=2),
    "digits in negative": 1 - square,
    "the upper half alone": square * (row < 14),
    "stripes": np.stack([(row + column + shift) // 3 % 2 for shift in range(6)]),
    "grain": draw.integers(2, size=(100, 28, 28)),
    "a dot": dot[None],
    "an empty image": np.zeros((1, 28, 28)),
}
scores = {
    name: lab.importance_bounds(*networks[64, 1.0], images.reshape(-1, 784), draws=10)[:, -1]
    for name, images in candidates.items()
}
threshold = np.quantile(scores["test digits"], 0.05)

figure, axis = plt.subplots(figsize=(8, 4.2), layout="constrained")
for place, values in enumerate(scores.values()):
    heights = place + draw.uniform(-0.3, 0.3, size=len(values))
    axis.scatter(-values, heights, s=6, color=BLUE if place == 0 else ORANGE, alpha=0.5)
    above = np.mean(values > threshold)
    axis.text(1.01, place, f"{above:.0%}", va="center", transform=axis.get_yaxis_transform())
axis.axvline(-threshold, color=GREEN, linewidth=2)
axis.set(xscale="log", xlabel=r"$-\mathcal{F}_{10}$ (nats); more likely to the left")
axis.set_title("above the line", loc="right", fontsize=10)
axis.set_yticks(range(len(scores)), scores)
axis.invert_yaxis()
axis.spines[["top", "right"]].set_visible(False)
lab.show(
    figure,
    "The scores of images of several kinds, each a dot, and a line that 95 % of the test digits "
    "are above. Share above it: "
    + "; ".join(f"{name} {np.mean(values > threshold):.0%}" for name, values in scores.items())
    + ".",
)

# %% [markdown]
# <img src="reference/2_scores.png" width="811" alt="The course's scores. Below the line fall
# digits in negative, stripes and grain, all of them, and four in five digits that are moved by four
# pixels. Above it lie two thirds of the digits upside down, nearly all upper halves, a dot and an
# empty image.">
#
# Stripes, grain and negatives are far below any digit, as they should be.
# But nothing is as likely as the empty image, and half a digit passes as often as a whole one.
# The bound says how many nats it takes to describe an image, and an image with little ink takes
# few: most of its 784 pixels are as expected.
# A high probability is no proof of being typical.
# With about 23 nats the empty image is likelier than each of the 500 digits, and yet it would come
# up about once in $e^{23}$, ten billion, draws from the model.
# "Upside down" is the order of the rows turned round, after which a 0, a 1, a 3 or an 8 is a digit
# still; that explains a part of those that pass.
# Nalisnick et al. (2019) found something alike with deep generative models of photographs, to which
# pictures of house numbers are likelier than what they were trained on.

# %% [markdown]
# ## Questions to think about
#
# These are not graded; think first, then unfold the answer.
#
# **1.** The sheet shows the decoder's probabilities, not draws of pixels.
# What would draws look like, and why does nobody show them?

# %% [markdown]
# <details><summary>Answer</summary>
#
# Each grey pixel would become black or white by a coin of its own, so soft edges turn into grain.
# The model treats pixels as independent once the code is known; what two latent numbers cannot say,
# for instance where exactly a stroke ends, is left to these coins. Showing probabilities hides
# that.
#
# </details>

# %% [markdown]
# **2.** With 64 dimensions and $\beta = 0.1$ the distortion is small.
# What do you expect of digits that are drawn with codes from the prior, and how could you tell?

# %% [markdown]
# <details><summary>Answer</summary>
#
# Worse ones: a rate of 113 nats means that the codes of images lie far from the prior and apart
# from each other, so draws from the prior fall between them. Decode some, or compare with a fit to
# the codes, as notebook 6 of the first assignment does. The bound, distortion plus rate, already
# says it:
# 154 nats against 100 at $\beta = 1$.
#
# </details>

# %% [markdown]
# **3.** Turn the latent plane by 30 degrees, and encoder and decoder with it.
# Does the loss change? What does that say about the two axes of the sheet?

# %% [markdown]
# <details><summary>Answer</summary>
#
# The prior is the same in all directions, so if means and covariances are turned too, rate and
# distortion stay as they are. But $q(z|x)$ must have a diagonal covariance, and after a turn it
# mostly has not. So the axes are not arbitrary where variances differ: the loss prefers those along
# which the noise is independent. (Rolínek, Zietlow and Martius
# [2019](https://arxiv.org/abs/1812.06775) make a theory of it.)
#
# </details>

# %% [markdown]
# **4.** Which score would notice that the empty image is no digit?

# %% [markdown]
# <details><summary>Answer</summary>
#
# One that asks whether the score is *typical*, neither too low nor too high (Nalisnick, Matsukawa,
# Teh and Lakshminarayanan [2019](https://arxiv.org/abs/1906.02994)): the empty image scores above
# nearly all digits. Or one that makes up for how little there is to describe, by the size of the
# compressed image (Serrà et al. [2020](https://arxiv.org/abs/1909.11480)). Both need examples of
# what is to be let through, to set a threshold by; neither knows what a digit is.
#
# </details>

# %% [markdown]
# ## What to read next
#
# - Higgins et al. (2017),
#   [β-VAE: learning basic visual concepts with a constrained variational
#   framework](https://openreview.net/forum?id=Sy2fzU9gl): the weight on the divergence.
# - Alemi et al. (2018), [Fixing a broken ELBO](https://arxiv.org/abs/1711.00464): rate and
#   distortion, and what the bound alone does not tell.
# - Burda, Grosse & Salakhutdinov (2016),
#   [Importance weighted autoencoders](https://arxiv.org/abs/1509.00519): the bound, and active
#   units.
# - White (2016), [Sampling generative networks](https://arxiv.org/abs/1609.04468): spherical paths.
# - Bowman et al. (2016),
#   [Generating sentences from a continuous space](https://arxiv.org/abs/1511.06349): collapse in a
#   model of text.
# - Nalisnick et al. (2019),
#   [Do deep generative models know what they don't know?](https://arxiv.org/abs/1810.09136)
