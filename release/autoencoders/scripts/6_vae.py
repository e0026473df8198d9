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
# # 6 · Variational autoencoders (20 points)
#
# An autoencoder can describe digits that it is shown, but it cannot be asked for a new one.
# A variational autoencoder can: it knows which codes occur.
# In this notebook you write the two functions that make the difference, and answer four questions
# about them, each with an experiment at its side.
#
# **Afterwards you can**
#
# - say what a variational autoencoder adds to a classical one, and what that costs;
# - explain how a gradient passes a random draw, and what the other way costs;
# - tell what a code larger than the image leads to, in either kind of network;
# - judge when the $L_2$ distance says what the eye says, and when it does not.
#
# **Time:** 60 minutes of reading (two papers), 60 minutes of writing and coding. From top to bottom
# the notebook runs for 1 to 3 minutes on two cores; nearly all of that is training, in five cells.

# %% [markdown]
# ## How the exercises work
#
# 1. A coding exercise is a function whose body is `raise NotImplementedError`.
#    Replace that line with your code; keep the function's name and its arguments.
# 2. Run the cell, then run the check in the cell below it.
#    It prints `✓` and what it tested, or `✗` with what it found and what to do.
# 3. A written exercise is a text cell.
#    Double-click it, write your answer in place of what stands there, and run it to see it set.
#    A good answer takes five to ten sentences and points at what the experiment shows.
# 4. When you are done, choose *Kernel → Restart Kernel and Run All Cells*, or press *Validate*.
#    Run All stops at the first `✗`; grading goes on with the next exercise.
#    Then hand in this file under its own name.
#
# **What is graded:** two functions, by tests of their own that look at more than the checks do, and
# four written answers, which a person reads.
# A mistake in one of them costs nothing in the next one.
#
# The graded cells must keep their places: do not copy, move or delete them.
# You may add cells of your own anywhere.

# %% [markdown]
# ## What to read
#
# - Kingma & Welling (2013), [Auto-encoding variational Bayes](https://arxiv.org/abs/1312.6114).
#   Section 2.2 has the bound of notebook 5, section 2.4 the trick, section 3 the autoencoder that
#   you build here.
#   Appendix B derives the divergence of Exercise 1.
#   Look at the figures of section 5 for what happens when the latent space grows.
# - Rezende, Mohamed & Wierstra (2014),
#   [Stochastic backpropagation and approximate inference in deep generative
#   models](https://arxiv.org/abs/1401.4082).
#   The same idea, found at the same time.
#   Read section 3, on gradients of averages under a normal distribution, and compare it with the
#   trick; section 4 builds the network, which they call a recognition model.

# %%
import lab  # first of all, so that TensorFlow starts without its red lines

import dataclasses

import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from scipy.stats import norm

BLUE, ORANGE, GREEN = "#2166ac", "#d6711a", "#1b7f5c"

# %% [markdown]
# The images: `data` holds the grey ones of notebook 1, `bits` the same in black and white.

# %%
data = lab.load_mnist()
bits = lab.binarised(data)


# %% [markdown]
# ## The idea
#
# A classical encoder gives each image *one point* in the space of codes, the latent space.
# Nothing says where these points lie, or what lies between them.
#
# A variational encoder gives each image *a distribution* over codes: a normal distribution with a
# mean and a variance for each latent dimension.
# The decoder gets a code drawn from it, and must do with any code that may come.
# At the same time the distribution is charged for differing from the **prior**, a standard normal
# distribution that is the same for all images.
#
# That pulls the codes of all images together towards the prior.
# To make a new image, draw a code from the prior and decode it.

# %% [markdown]
# ![Above, a classical autoencoder: the encoder turns an image x into a code y, and the decoder
# turns the code into a reconstruction. Below, a variational autoencoder: the encoder turns x into
# a mean and a log-variance. These and noise epsilon, new at each step, enter a box marked "draw",
# which gives the code z, and the decoder turns it into a reconstruction. A bracket beside mean and
# log-variance says that the divergence from the prior is charged for them.](figures/vae.svg)

# %% [markdown]
# ## The mathematics
#
# Notebook 5 derived the evidence lower bound
#
# $$ \mathcal F(x) = \mathbb E_{q_\phi(z|x)}\big[\log p_\theta(x|z)\big]
#    - D_{KL}\big(q_\phi(z|x) \,\Vert\, p(z)\big) . $$
#
# A variational autoencoder makes it large for every training image, by both networks at once:
#
# $$ p(z) = \mathcal N(z;\, 0, I), \qquad
#    q_\phi(z|x) = \mathcal N\big(z;\, \mu(x), \operatorname{diag} \sigma^2(x)\big), \qquad
#    \log p_\theta(x|z) = -L_H\big(x, \hat x(z)\big) . $$
#
# The likelihood treats each pixel as a coin that shows ink with the probability the decoder gives,
# so its negative logarithm is the cross-entropy $L_H$ of notebook 2.
#
# A coin has two sides, so this is a probability of images whose pixels are 0 or 1.
# For grey images $e^{-L_H}$ is no normalised density, and $\mathcal F$ would bound nothing that
# could be called $\log p(x)$ (notebook 2).
# Therefore the networks below are trained on *binarised* images, in which every pixel above ½ is 1
# and every other is 0, and what is called a bound is one.
#
# Here $z$ is the code, as in notebook 5 and in the papers, and $\hat x$ the reconstruction.
#
# | symbol | in the code | shape | what it is |
# | --- | --- | --- | --- |
# | $x$ | `x` | (n, 784) | a batch of n images |
# | $\mu(x)$ | `mean` | (n, d) | means of $q_\phi(z \mid x)$ in d latent dimensions |
# | $\log \sigma^2(x)$ | `log_var` | (n, d) | logarithms of its variances, of any sign |
# | $\epsilon$ | `epsilon` | (n, d) | noise, standard normal |
# | $z$ | `z` | (n, d) | codes, drawn from $q_\phi(z \mid x)$ |
# | $\hat x(z)$ | `tf.sigmoid(logits)` | (n, 784) | what the decoder makes of them |
# | $\phi$, $\theta$ | | | weights and biases of the encoder, and of the decoder |

# %% [markdown]
# ### How well do the codes fill the prior?
#
# Let $q(z)$ be the average of $q_\phi(z|x)$ over the images: how the codes of all images together
# are distributed, the *aggregate posterior*.
# Averaged over the images, the divergence is a sum of two parts (Hoffman & Johnson 2016): how much
# the code tells about the image (the mutual information of $x$ and $z$), and how far all codes
# together are from the prior, $D_{KL}(q(z) \Vert p(z))$.
# Training presses on the sum, so the second part need not vanish, and holes may remain.

# %% [markdown]
# ## Exercise 1 · The divergence from the prior (5 points)
#
# Both distributions are normal and treat each dimension alone, so the divergence has a closed form:
# a sum over dimensions of terms that contain $\mu_j$ and $\sigma_j^2$ and nothing else.
# Derive it, or find it in Kingma & Welling's appendix B (mind the sign there).
#
# Return one number for each row of the batch.
#
# *Useful:* `tf.exp`, `tf.square`, `tf.reduce_sum(…, axis=…)`.

# %% nbgrader={"grade_id": "kl_to_standard_normal"}
def kl_to_standard_normal(mean, log_var):
    """D_KL(q‖p) of normal distributions q with diagonal covariance from p = N(0, I).

    Args:
        mean: means of q, (n, d), float32.
        log_var: logarithms of the variances of q, (n, d), float32.

    Returns:
        The divergences in nats, (n,), each summed over the d dimensions.
    """
    raise NotImplementedError


# %% nbgrader={"grade_id": "test_kl_to_standard_normal"}
lab.check_kl_to_standard_normal(kl_to_standard_normal)

# %% [markdown]
# ### Does the closed form hold?
#
# The divergence is an average, $\mathbb E_q[\log q(z) - \log p(z)]$, so it can be estimated by
# drawing codes from $q$ and averaging.
# That needs no derivation, and so it can put yours to the test.
#
# **What to look at.** The estimates settle on your number.
# How many draws does it take until the first decimal is right?
#
# An average over few draws is no less right, it only scatters more: even a single draw is right on
# average (it is unbiased).
# So what the closed form saves at every step of training is variance.

# %%
draw = np.random.default_rng(0)
q_mean, q_log_var = np.array([1.0, -0.5]), np.array([-1.0, 0.7])
q = tf.constant([q_mean], tf.float32), tf.constant([q_log_var], tf.float32)
exact = float(kl_to_standard_normal(*q)[0])

density, prior = norm(q_mean, np.sqrt(np.exp(q_log_var))), norm(0, 1)
codes = density.rvs(size=(5, 20_000, 2), random_state=draw)
log_ratio = np.sum(density.logpdf(codes) - prior.logpdf(codes), axis=2)
counts = np.arange(1, log_ratio.shape[1] + 1)
estimates = np.cumsum(log_ratio, axis=1) / counts

figure, axis = plt.subplots(figsize=(6.4, 3.6), layout="constrained")
axis.plot(counts, estimates.T, color=BLUE, alpha=0.5, linewidth=1)
axis.plot([], [], color=BLUE, label="five runs of draws from q")
axis.axhline(exact, color=ORANGE, linewidth=2, label=f"your closed form: {exact:.3f}")
axis.set(xscale="log", xlim=(5, 20_000), ylim=(exact - 1.2, exact + 1.2))
axis.set(xlabel="number of draws", ylabel="divergence (nats)")
axis.legend(frameon=False, loc="lower right")
axis.spines[["top", "right"]].set_visible(False)
ranges = [
    f"between {estimates[:, count - 1].min():.3f} and {estimates[:, count - 1].max():.3f} "
    f"for {count:,} draws"
    for count in (10, 100, 10_000)
]
lab.show(
    figure,
    f"Five estimates of the divergence over the number of draws, {', '.join(ranges)}. "
    f"The closed form is {exact:.3f} nats.",
)


# %% [markdown]
# <details><summary>To compare with: the course's own picture.</summary>
#
# <img src="reference/6_divergence.png" width="651" alt="Five estimates of the divergence over the
# number of draws. For ten draws they lie between -0.2 and 1.4, for a hundred within 0.2 of the
# closed form, 0.966, and for ten thousand on it.">
#
# </details>

# %% [markdown]
# ## Exercise 2 · The reparameterization trick (3 points)
#
# The decoder needs a code $z$ drawn from $q_\phi(z|x)$, and training needs the gradient of the loss
# with respect to $\mu$ and $\log \sigma^2$.
# If a random number generator returns $z$, there is none; Exercise 4 asks why.
#
# So the noise $\epsilon$ is drawn first, from N(0, I), and a formula makes $z$ out of $\mu$,
# $\log \sigma^2$ and $\epsilon$.
#
# Return $z$, distributed as $\mathcal N(\mu, \sigma^2)$ if `epsilon` is standard normal.
# The noise is handed to you; draw none yourself.

# %% nbgrader={"grade_id": "reparameterize"}
def reparameterize(mean, log_var, epsilon):
    """Codes from a normal distribution with diagonal covariance, made out of given noise.

    Args:
        mean: means, (n, d), float32.
        log_var: logarithms of the variances, (n, d), float32.
        epsilon: standard normal noise, (n, d), float32.

    Returns:
        The codes z, (n, d).
    """
    raise NotImplementedError


# %% nbgrader={"grade_id": "test_reparameterize"}
lab.check_reparameterize(reparameterize)

# %% [markdown]
# ## Training both kinds
#
# The next three cells train a classical and a variational autoencoder with networks of nearly the
# same size: 784–256–64 and back, with ReLU in the hidden layers.
# Only the variational encoder ends in 2 × 64 numbers, the means and the log-variances, which
# `tf.split` takes apart.
# `dense` builds a network, and `train` fits some of them to a loss.
#
# The decoder ends without a sigmoid: what it gives are *logits*, the sigmoid's argument.
# `tf.nn.sigmoid_cross_entropy_with_logits` is the cross-entropy of notebook 2 in a form that never
# meets the logarithm of zero.
#
# **What to look at.** The losses differ in two things: the variational one draws its code, and adds
# the divergence.
# Both see the same images for the same six epochs.

# %%
LATENT = 64


def dense(*sizes):
    """A network with layers of these sizes: ReLU inside, nothing after the last layer."""
    network = tf.keras.Sequential([tf.keras.Input((sizes[0],))])
    for size in sizes[1:-1]:
        network.add(tf.keras.layers.Dense(size, activation="relu"))
    network.add(tf.keras.layers.Dense(sizes[-1]))
    return network


def cross_entropy(x, logits):
    terms = tf.nn.sigmoid_cross_entropy_with_logits(labels=x, logits=logits)
    return tf.reduce_sum(terms, axis=1)


def train(networks, loss, data, epochs, learning_rate=0.001):
    variables = [variable for network in networks for variable in network.trainable_variables]
    return lab.fit(lab.descent(loss, variables, learning_rate), data, epochs=epochs)


# %%
tf.keras.utils.set_random_seed(6)
encoder, decoder = dense(784, 256, LATENT), dense(LATENT, 256, 784)


def classical_loss(x):
    return tf.reduce_mean(cross_entropy(x, decoder(encoder(x))))


train([encoder, decoder], classical_loss, bits, epochs=6)


# %%
def variational(latent):
    """Train a variational autoencoder with so many latent dimensions; its encoder and decoder."""
    encoder, decoder = dense(784, 256, 2 * latent), dense(latent, 256, 784)

    def negative_bound(x):
        mean, log_var = tf.split(encoder(x), 2, axis=1)
        z = reparameterize(mean, log_var, tf.random.normal(tf.shape(mean)))
        return tf.reduce_mean(cross_entropy(x, decoder(z)) + kl_to_standard_normal(mean, log_var))

    train([encoder, decoder], negative_bound, bits, epochs=6)
    return encoder, decoder


vae_encoder, vae_decoder = variational(LATENT)

# %% [markdown]
# What the loss of each is made of, on the 10,000 test images.
#
# **What to look at.** The variational autoencoder reconstructs less well.
# What does it get in return?

# %%
test = tf.constant(bits.test)
mean, log_var = tf.split(vae_encoder(test), 2, axis=1)
noisy_code = reparameterize(mean, log_var, tf.random.normal(tf.shape(mean), seed=1))
parts = {
    "classical": (cross_entropy(test, decoder(encoder(test))), np.zeros(len(test))),
    "variational": (
        cross_entropy(test, vae_decoder(noisy_code)),
        kl_to_standard_normal(mean, log_var),
    ),
}
print("nats per image    reconstruction    divergence")
for name, values in parts.items():
    reconstruction, divergence = (float(np.mean(value)) for value in values)
    print(f"{name:12}      {reconstruction:14.1f}    {divergence:10.1f}")


# %% [markdown]
# ## Question (i): variational and classical autoencoders
#
# ### Where the codes lie
#
# Each digit stands at the code of a test image that shows it (for the variational autoencoder, at a
# draw from its distribution); the circled ones stand at their means, or are tied to them by a line.
# Of the classical codes we see the two dimensions in which they vary most, of the variational ones
# the two with the largest divergence.
# The three large circles, of radius 1, 2 and 3, hold 39 %, 86 % and 99 % of a standard normal
# distribution in the plane.
#
# **What to look at.** Where would you draw a code from, to get a new digit?

# %%
def divergence_by_dimension(mean, log_var):
    """What each latent dimension contributes to the divergence, on average: (d,)."""
    alone = [tf.reshape(values, (-1, 1)) for values in (mean, log_var)]
    return np.mean(np.reshape(kl_to_standard_normal(*alone), mean.shape), axis=0)


codes = np.array(encoder(test))
per_dimension = divergence_by_dimension(mean, log_var)
informative = np.argsort(per_dimension)[::-1]
widest = np.argsort(codes.std(axis=0))[::-1]
panels = {
    "classical": codes[:, widest[:2]],
    "variational": np.array(noisy_code)[:, informative[:2]],
}

figure, axes = plt.subplots(1, 2, figsize=(9.2, 4.3), layout="constrained")
words = []
for axis, (name, points) in zip(axes, panels.items(), strict=True):
    means = lab.scatter_digits(axis, points[:1000], data.test_labels[:1000])
    share = np.mean(np.linalg.norm(points[:1000], axis=1) < 3)
    words.append(f"{name}: {share:.0%} of them lie within the circle of radius 3. {means}")
    for radius in (1, 2, 3):
        axis.add_patch(plt.Circle((0, 0), radius, fill=False, linewidth=1.2))
    axis.set(title=name, xlabel="one latent dimension", ylabel="another one")
    axis.set_aspect("equal", adjustable="datalim")
lab.show(
    figure,
    "Codes of 1,000 test images, each drawn as its digit, and circles of radius 1, 2 and 3. "
    + " ".join(words),
)

# %% [markdown]
# ### What random codes decode to
#
# Three rows of ten random codes, decoded.
#
# 1. The classical decoder gets codes from N(0, I).
# 2. The classical decoder gets codes from a normal distribution with the mean and covariance that
#    its own codes turned out to have.
# 3. The variational decoder gets the very codes of the first row; N(0, I) is its prior.
#
# **Before you run the cell:** what do you expect in each row?
# Write it down, as Exercise 3 asks for it.
#
# **What to look at.** Where does a row differ from what you expected?

# %%
draw = np.random.default_rng(6)
fitted = draw.multivariate_normal(codes.mean(axis=0), np.cov(codes.T), size=10)
standard = draw.normal(size=(10, LATENT))


def decode(network, z):
    return tf.sigmoid(network(tf.constant(z, tf.float32))).numpy()


lab.show_rows(
    {
        "classical,\ncodes from N(0, I)": decode(decoder, standard),
        "classical,\ncodes from a fit": decode(decoder, fitted),
        "variational,\ncodes from the prior": decode(vae_decoder, standard),
    }
)

# %% [markdown]
# ### A walk through a code of two numbers
#
# With two latent dimensions one can go everywhere.
# The next cell trains such a variational autoencoder and shows what codes between −2.5 and 2.5
# decode to; where there are sliders below the picture, move them.
#
# **What to look at.** Which digits are neighbours, and what lies between them?
# What do two numbers not suffice for?

# %%
tf.keras.utils.set_random_seed(9)
_, flat_decoder = variational(2)
lab.walk(lambda z: decode(flat_decoder, z))

# %% [markdown]
# <details><summary>To compare with: the course's own pictures for this question. Open them after
# you have run the cells, as Exercise 3 asks what you expected.</summary>
#
# <img src="reference/6_codes.png" width="931" alt="The course's codes of test images. Those of the
# classical autoencoder are spread from -8 to 16, away from the circles around zero; those of the
# variational one lie in the circles and somewhat around them, the ones at the bottom and the fours
# at the upper left.">
#
# <img src="reference/6_random.png" width="1011" alt="Three rows of ten images. First row: grey
# blots. Second row: white blots with sharp edges. Third row: strokes as a pen draws them, about
# half of them digits.">
#
# <img src="reference/6_walk.png" width="471" alt="Nine by nine images. Slanted and upright ones at
# the top, sevens and nines at the left, zeros at the bottom; in the middle they pass into each
# other by way of threes, eights and fives.">
#
# </details>

# %% [markdown] nbgrader={"grade_id": "vae_vs_ae_question"}
# ## Exercise 3 · Question (i), written (3 points)
#
# Elaborate on the difference between variational and classical autoencoders.
#
# 1. What does each encoder give, and what does each loss ask for?
# 2. Before you ran the cell with the three rows of random codes: what did you expect in each row?
#    What came, and what do it and the scatter plot show about the difference?
# 3. Equation (10) of Kingma & Welling (section 3) estimates the bound for one image.
#    Which of its two terms is computed exactly and which from draws, and why not both in the same
#    way?
#    Which lines of code above are they?
#

# %% [markdown] nbgrader={"grade_id": "vae_vs_ae"}
# *Write your answer here.*

# %% [markdown]
# ## Question (ii): the reparameterization trick
#
# We want the gradient of an average, $\nabla_\mu \mathbb E_{q}[f(z)]$, where $\mu$ is in $q$
# itself.
# Here $f(z)$ is any number computed from the code, such as the cross-entropy of what it decodes to.
# There are two ways to estimate it from draws of $z$.
#
# - **Reparameterization.** Make $z$ as in Exercise 2, and average the gradient of $f(z)$ with
#   respect to $\mu$, which backpropagation computes through $f$ and through your formula.
# - **Score function.** Because $\nabla_\mu q = q\, \nabla_\mu \log q$, the gradient is also
#   $\mathbb E_q[f(z)\, \nabla_\mu \log q(z)]$, and for a normal distribution
#   $\nabla_\mu \log q(z) = (z - \mu) / \sigma^2$.
#   This one never differentiates $f$.
#   A constant may be taken off $f$ first, a **baseline**:
#   $\mathbb E_q[(f(z) - b)\, \nabla_\mu \log q(z)]$ is the same for every $b$.
#   Below, $b = \mathbb E_q[f]$.
#
# All are right on average.
# How far off is a single estimate?

# %% [markdown]
# ![Two diagrams side by side. On the left, mean and log-variance of the encoder enter a box marked
# "draw", which gives z to the decoder and the loss; the red arrow of the gradient comes back from
# the loss and ends at the box. On the right the box is marked "your Exercise 2", epsilon enters it
# from below, and red arrows run through it to mean and log-variance and on to the
# encoder.](figures/reparameterization.svg)

# %% [markdown]
# We take $f(z) = \sum_j (z_j - 2)^2$, whose true derivative with respect to $\mu_1$ is
# $2(\mu_1 - 2)$, with $\mu = 0$ and $\sigma = 1$, in a space of 1 and of 32 dimensions.
# Each estimate is an average over some number of draws; each point in the picture is the standard
# deviation of 100 such estimates.
#
# **What to look at.** All lines fall like one over the square root of the number of draws.
# How many times more draws does the score function need for the same precision, without the
# baseline and with it?
# What happens to each when the space has more dimensions?
# A training step of the network above makes one draw for each image.

# %%
REPEATS, DRAWS = 100, 1000
counts = np.array([1, 3, 10, 30, 100, 300, 1000])


def gradients_of_draws(dimensions):
    """The derivative with respect to μ₁, from one draw each in three ways: (100,000,)."""
    rows = REPEATS * DRAWS
    mean, log_var = tf.zeros((rows, dimensions)), tf.zeros((rows, dimensions))
    epsilon = tf.random.stateless_normal((rows, dimensions), seed=(1, dimensions))
    with tf.GradientTape() as tape:
        tape.watch(mean)
        z = reparameterize(mean, log_var, epsilon)
        f = tf.reduce_sum(tf.square(z - 2), axis=1)
    pathwise = tape.gradient(f, mean)[:, 0]
    score = z[:, 0] - mean[:, 0]  # divided by the variance, which is 1
    baseline = 5 * dimensions  # the average of f: each (z - 2)² has 1 + 2²
    return {
        "reparameterization": pathwise,
        "score function with baseline": (f - baseline) * score,
        "score function": f * score,
    }


COLORS = {
    "reparameterization": BLUE,
    "score function with baseline": GREEN,
    "score function": ORANGE,
}


figure, axis = plt.subplots(figsize=(7.2, 4.6), layout="constrained")
words = []
for dimensions, style in ((1, "o-"), (32, "s--")):
    for name, values in gradients_of_draws(dimensions).items():
        values = np.reshape(values, (REPEATS, DRAWS))
        deviations = [values[:, :count].mean(axis=1).std() for count in counts]
        plural = "dimension" if dimensions == 1 else "dimensions"
        label = f"{name}, {dimensions} {plural}"
        axis.plot(counts, deviations, style, color=COLORS[name], markersize=4, label=label)
        words.append(f"{label}, from {deviations[0]:.3g} to {deviations[-1]:.2g}")
        print(f"{label:43}  average {values.mean():6.2f}, one draw ± {values.std():6.2f}")
axis.axhline(4, color="gray", linewidth=1, linestyle=":")
axis.text(1300, 3.6, "size of the gradient itself", color="gray", ha="right", va="top")
axis.set(xscale="log", yscale="log", ylim=(0.02, 5000))
axis.set(xlabel="number of draws per estimate", ylabel="standard deviation of the estimate")
axis.legend(frameon=False, loc="upper right", fontsize=8, ncols=2)
axis.spines[["top", "right"]].set_visible(False)
lab.show(
    figure,
    "The standard deviation of six estimates of a gradient over the number of draws, from 1 to "
    f"{counts[-1]:,}, both axes logarithmic. {'; '.join(words)}.",
)

# %% [markdown]
# <details><summary>To compare with: the course's own picture.</summary>
#
# <img src="reference/6_gradients.png" width="731" alt="Standard deviation over the number of draws
# on logarithmic axes: six falling straight lines. For one draw: reparameterization 2 in 1 and in 32
# dimensions, score function with baseline 6 and 29, score function 9 and 160.">
#
# The points come from 100 repetitions each, and scatter. From all 100,000 draws the cell prints 24
# and 164 for the score function in 32 dimensions, with the baseline and without.
#
# </details>

# %% [markdown] nbgrader={"grade_id": "reparameterization_question"}
# ## Exercise 4 · Question (ii), written (3 points)
#
# Explain the reparameterization trick, and in particular why it is essential for backpropagation.
#
# 1. What is the trick, and what stops backpropagation without it?
# 2. What do the picture and its numbers say about the other way, with the baseline and without?
#    Would training be impossible?
# 3. The latent shall now be one of ten classes, $z \in \{1, \dots, 10\}$, with probabilities that
#    the encoder gives.
#    Why does the trick fail, and what would you do instead?
#    Compare with section 3 of Rezende, Mohamed & Wierstra: what do their rules for normal
#    distributions need of $f$, and would they help here?
#

# %% [markdown] nbgrader={"grade_id": "reparameterization"}
# *Write your answer here.*

# %% [markdown]
# ## Question (iii): a latent space larger than the input
#
# ### A code of 1,024 numbers for 784 pixels
#
# The next cells train two classical autoencoders with one hidden layer of 1,024 units, which is the
# code.
# The first is trained to give back what it gets.
# The second gets its images with half of all pixels set to zero at random, and must give back the
# whole image: a *denoising* autoencoder.
#
# Then both are shown digits, digits of which half is missing, and things that are no digits.
# The classical autoencoder with 64 numbers, from above, is the control: its code is narrow.
# (The control is not perfect: it was trained on binarised images, on more of them, and for longer.)
# The titles give the $L_2$ distance of each output from the complete image: for a half digit, from
# the whole one.
#
# **Before you run the second cell:** what will each network make of stripes and checks?
# Write it down, as Exercise 5 asks for it.
#
# **What to look at.** No network has ever seen stripes.
# Which of the three have learnt what a digit is?

# %%
few = dataclasses.replace(data, train=data.train[:20_000], validation=data.validation[:1_000])


def wide_autoencoder(dropped):
    """An autoencoder with a code of 1,024 numbers; a share of the input pixels is set to zero."""
    tf.keras.utils.set_random_seed(7)
    encoder = tf.keras.Sequential(
        [tf.keras.Input((784,)), tf.keras.layers.Dense(1024, activation="relu")]
    )
    decoder = dense(1024, 784)

    def loss(x):
        kept = tf.cast(tf.random.uniform(tf.shape(x)) >= dropped, tf.float32)
        # What is left is made as bright as the whole image was.
        return tf.reduce_mean(cross_entropy(x, decoder(encoder(x * kept / (1 - dropped)))))

    train([encoder, decoder], loss, few, epochs=3, learning_rate=0.003)
    return lambda x: decode(decoder, encoder(tf.constant(x)))


copying, denoising = wide_autoencoder(dropped=0.0), wide_autoencoder(dropped=0.5)

# %%
draw = np.random.default_rng(3)
inside = np.zeros((28, 28), bool)
inside[6:22, 6:22] = True
row, column = np.indices((28, 28))
seven, two = data.test[0].reshape(28, 28), data.test[1].reshape(28, 28)
shown = np.stack(
    [
        seven,
        two,
        # As bright as in training; what is brighter than white is drawn white.
        seven * (draw.uniform(size=(28, 28)) < 0.5) / 0.5,
        two * (draw.uniform(size=(28, 28)) < 0.5) / 0.5,
        inside * (row % 3 == 0),
        inside * ((row + column) // 2 % 2),
        inside * ((row // 4 + column // 4) % 2),
        inside * draw.uniform(size=(28, 28)),
    ]
).reshape(-1, 784)
shown = shown.astype(np.float32)
wanted = shown.copy()
wanted[2:4] = shown[:2]

outputs = {
    "64 numbers": decode(decoder, encoder(tf.constant(shown))),
    "1,024, without noise": copying(shown),
    "1,024, with noise": denoising(shown),
}
names = ["seven", "two", "half a seven", "half a two", "lines", "stripes", "checks", "grain"]
titles = {"input": names}
for name, given in outputs.items():
    titles[name] = [f"{distance:.1f}" for distance in np.linalg.norm(given - wanted, axis=1)]
lab.show_rows({"input": shown, **outputs}, titles)

# %% [markdown]
# ### How many dimensions a variational autoencoder uses
#
# Our variational autoencoder has 64 latent dimensions.
# The divergence is a sum over them, so one can ask what each dimension contributes, on average over
# the test images.
# A dimension that contributes nothing has $q_\phi(z_j|x) = p(z_j)$ for every $x$.
#
# The same is then done for a variational autoencoder with 1,024 latent dimensions, more than the
# image has pixels.
#
# **What to look at.** How many dimensions does each of them use, and what does it pay in all?
# (Six epochs are few for so many dimensions; folded below is what becomes of them after twenty.)

# %%
tf.keras.utils.set_random_seed(8)
wide_encoder, wide_decoder = variational(1024)
wide_mean, wide_log_var = tf.split(wide_encoder(test), 2, axis=1)
by_dimension = {LATENT: per_dimension, 1024: divergence_by_dimension(wide_mean, wide_log_var)}

figure, axes = plt.subplots(2, 1, figsize=(8, 5.2), sharex=True, sharey=True, layout="constrained")
for axis, (latent, values) in zip(axes, by_dimension.items(), strict=True):
    first = np.sort(values)[::-1][:LATENT]
    active = np.sum(values > 0.1)
    colors = [BLUE if value > 0.1 else "lightgray" for value in first]
    axis.bar(np.arange(1, LATENT + 1), first, color=colors, width=0.8)
    axis.axhline(0.1, color=ORANGE, linewidth=1)
    axis.text(LATENT, 0.13, "0.1 nats", color=ORANGE, ha="right")
    words = f"{active} of {latent:,} dimensions are active; in all {values.sum():.1f} nats"
    axis.text(0.98, 0.9, words, transform=axis.transAxes, ha="right")
    axis.set(ylabel="divergence (nats)", xlim=(0, LATENT + 1))
    axis.spines[["top", "right"]].set_visible(False)
axes[1].set_xlabel(f"latent dimension, sorted; the first {LATENT}")
lab.show(
    figure,
    "Divergence of each latent dimension, sorted, as bars. "
    + "; ".join(
        f"of {latent:,}, {np.sum(values > 0.1)} are above 0.1 nats; in all {values.sum():.1f} nats"
        for latent, values in by_dimension.items()
    )
    + ".",
)

# %% [markdown]
# Two dimensions of the network with 64, the most and the least active, are varied from −3 to 3,
# while all others stay as they are for one test image.

# %%
order = np.argsort(per_dimension)[::-1]
values = np.linspace(-3, 3, 9)
rows = {}
for name, dimension in (("the most active", order[0]), ("the least active", order[-1])):
    z = np.repeat(np.array(mean)[:1], len(values), axis=0)
    z[:, dimension] = values
    rows[name] = decode(vae_decoder, z)
lab.show_rows(rows, {"the most active": [f"{value:g}" for value in values]})

# %% [markdown]
# <details><summary>To compare with: the course's own pictures for this question. Open them after
# you have run the cells, as Exercise 5 asks what you expected.</summary>
#
# <img src="reference/6_copies.png" width="841" alt="Digits, halves of digits and patterns as input,
# and what three autoencoders make of them. That with 1,024 numbers copies lines, stripes and checks
# best; that with noise mends the half digits best and makes grey squares of lines and stripes; on
# the patterns that with 64 numbers lies between.">
#
# <img src="reference/6_dimensions.png" width="811" alt="Bars of the divergence by latent dimension.
# Above, 29 of 64 dimensions are above 0.1 nats, in all 31.8 nats; below, 9 of 1,024, none of them
# above 0.25, in all 32.6 nats.">
#
# After twenty epochs, a run of the course had 21 of 1,024 dimensions above 0.1 nats and 31.5 nats
# in all, and its reconstruction had come from 92 nats an image to 64; that of the network with 64
# dimensions has 62 after six.
#
# <img src="reference/6_varied.png" width="926" alt="A seven under a change of two dimensions from
# -3 to 3. With the most active one it bends at its foot until it nearly is a two; with the least
# active one it stays as it is.">
#
# </details>

# %% [markdown] nbgrader={"grade_id": "large_latent_question"}
# ## Exercise 5 · Question (iii), written (3 points)
#
# What happens if the dimension of the latent space is larger than the dimension of the input space?
#
# 1. Classical autoencoders: what did you expect of 1,024 numbers on stripes and checks before you
#    ran the cell, and what do the first three rows say?
# 2. What does noise on the input change, and why?
# 3. Variational ones: what do you read off the bars and the numbers of both networks?
#    What is it that limits them?
#

# %% [markdown] nbgrader={"grade_id": "large_latent"}
# *Write your answer here.*

# %% [markdown]
# ## Question (iv): is the $L_2$ distance what the eye sees?
#
# The $L_2$ distance $\lVert x - y \rVert$ is the root of the squared error of notebook 1.
# The *structural similarity* (SSIM, Wang et al. 2004) compares small windows by their brightness,
# contrast and structure; it is 1 for equal images.
#
# ### One digit, changed in five ways
#
# **What to look at.** Order the changed images by how different they look to you.
# Then read the titles: which does $L_2$ call the worst, and which does SSIM?

# %%
from scipy.ndimage import gaussian_filter
from skimage.metrics import structural_similarity


def l2(x, y):
    return np.linalg.norm(np.ravel(x) - np.ravel(y))


def ssim(x, y):
    return structural_similarity(x.reshape(28, 28), y.reshape(28, 28), data_range=1)


def shifted(images, pixels):
    """Images (n, 784), moved to the right."""
    return np.roll(images.reshape(-1, 28, 28), pixels, axis=2).reshape(images.shape)


draw = np.random.default_rng(0)
nine = data.test[12].reshape(28, 28)
occluded = nine.copy()
occluded[8:14, 10:18] = 0
changed = {
    "the digit": nine,
    "one pixel to the right": np.roll(nine, 1, axis=1),
    "blurred": gaussian_filter(nine, 1.0),
    "with noise": np.clip(nine + draw.normal(scale=0.2, size=(28, 28)), 0, 1).astype(np.float32),
    "a part hidden": occluded,
    "paler": 0.7 * nine,
}

titles = [
    f"{name}\nL₂ {l2(nine, image):.1f}\nSSIM {ssim(nine, image):.2f}"
    for name, image in changed.items()
]
lab.show_rows({"": np.reshape([*changed.values()], (-1, 784))}, {"": titles}, size=1.7)

# %% [markdown]
# ### Where $L_2$ is right
#
# An image is called what its nearest training image is called, nearest by $L_2$ on raw pixels: no
# network, no training.
#
# **What to look at.** How often is that right, with 20,000 images to choose from?
# Which of the mistakes would you have made?

# %%
count = 1000
some, labels = data.test[:count], data.test_labels[:count]
others, other_labels = data.train[:20_000], data.train_labels[:20_000]

squared = np.sum(some**2, axis=1)[:, None] + np.sum(others**2, axis=1) - 2 * some @ others.T
closest = np.argmin(squared, axis=1)
right = other_labels[closest] == labels
print(f"the nearest of {len(others):,} training images has the right digit: {right.mean():.1%}")

wrong = np.flatnonzero(~right)[:8]
lab.show_rows({"an image": some[wrong], "its nearest": others[closest[wrong]]}, size=1)

# %% [markdown]
# ### Pairs that $L_2$ ranks against the eye
#
# For 1,000 test images we look for the nearest training image *of another digit*, and compare its
# distance with that of the image from itself, moved by two pixels.
#
# The cell prints how often the other digit is nearer, and draws six of the most extreme cases, two
# groups of three in a row.
#
# **What to look at.** In each group of three, which of the two is more like the first image?
# Does SSIM agree with you?

# %%
squared[labels[:, None] == other_labels] = np.inf
nearest = others[np.argmin(squared, axis=1)]
to_other = np.linalg.norm(some - nearest, axis=1)
moves = {pixels: np.linalg.norm(some - shifted(some, pixels), axis=1) for pixels in (1, 2, 3)}
for pixels, to_itself in moves.items():
    share = np.mean(to_other < to_itself)
    plural = "pixel" if pixels == 1 else "pixels"
    print(f"nearer to another digit than to themselves, moved by {pixels} {plural}: {share:.0%}")

rows, titles = {}, {}
for number, example in enumerate(np.argsort(to_other / moves[2])[1:7]):
    x = some[example]
    images = {"an image": x, "moved": shifted(x, 2), "another digit": nearest[example]}
    row = f"row {number // 2 + 1}"
    rows.setdefault(row, []).extend(images.values())
    titles.setdefault(row, []).extend(
        name if image is x else f"{name}\nL₂ {l2(x, image):.1f}, SSIM {ssim(x, image):.2f}"
        for name, image in images.items()
    )
lab.show_rows(rows, titles, size=1.5)

# %% [markdown]
# <details><summary>To compare with: the course's own pictures for this question.</summary>
#
# <img src="reference/6_changed.png" width="1181" alt="A nine and five changes of it. One pixel to
# the right: L2 5.5, SSIM 0.67. Blurred: 3.2, 0.77. With noise: 4.0, 0.56. A part hidden: 4.1, 0.85.
# Paler: 2.6, 0.92.">
#
# <img src="reference/6_nearest.png" width="961" alt="Eight images and their nearest, which show
# another digit: four and nine, five and six, four and nine, nine and four, three and nine, four and
# nine, nine and eight, seven and one.">
#
# <img src="reference/6_pairs.png" width="1061" alt="Six groups of an image, the same moved by two
# pixels, and another digit. In each the moved image has twice the L2 distance of the other digit,
# about 9 and 4.4, and the lower SSIM, about 0.3 and 0.77.">
#
# </details>

# %% [markdown] nbgrader={"grade_id": "l2_similarity_question"}
# ## Exercise 6 · Question (iv), written (3 points)
#
# In the image domain, do you think the $L_2$ loss is a "good" or "bad" proxy for visual similarity
# between original and reconstructed images?
# Either view can earn all points.
#
# 1. Give your view and the reason for it.
# 2. Support it by numbers from above, one for each side.
# 3. You are to judge reconstructions of photographs of faces, not of digits.
#    Predict which of your numbers would change, and say what you would use and where that fails.
#

# %% [markdown] nbgrader={"grade_id": "l2_similarity"}
# *Write your answer here.*

# %% [markdown]
# ## Questions to think about
#
# These are not graded; think first, then unfold the answer.
#
# **1.** `tf.random.normal(shape, mean, stddev)` lets gradients through to `mean` and `stddev`.
# How can that be, when a draw has no derivative?

# %% [markdown]
# <details><summary>Answer</summary>
#
# It draws standard normal numbers first. Then it makes its result out of them, `mean` and `stddev`,
# as your function of Exercise 2 does, with TensorFlow operations. So it is the reparameterization
# trick. `np.random.normal` uses no such operations and lets no gradient through; nor does
# `tf.random.categorical`, which draws classes.
#
# </details>

# %% [markdown]
# **2.** What becomes of the network if the divergence is multiplied by 0? And by 100?

# %% [markdown]
# <details><summary>Answer</summary>
#
# By 0: the encoder makes the variances vanish and the means lie far apart, since noise only hurts
# the reconstruction. What remains is a classical autoencoder. By 100: try it, and decode the codes
# of different images. Networks with such a factor are called $\beta$-VAE (Higgins et al. 2017);
# notebook `2_generating_digits` of the assignment `advanced` trains them with factors from 0.1 to
# 20.
#
# </details>

# %% [markdown]
# **3.** The noise of the code is a nuisance for reconstruction.
# Why does the encoder not choose a variance close to zero?

# %% [markdown]
# <details><summary>Answer</summary>
#
# The divergence holds $-\frac12 \log \sigma_j^2$, which grows without bound as the variance
# vanishes: a code without noise could hold infinitely many bits, and each has its price. Where is
# the best $\sigma_j$? Let $R$ be the average reconstruction loss, and change $\log \sigma_j$ a
# little. The divergence (differentiate what you derived in Exercise 1) changes at the rate
# $\sigma_j^2 - 1$, so at the optimum $\partial R / \partial \log \sigma_j = 1 - \sigma_j^2$: what
# less noise gains there is just what it costs. Near its minimum $R$ grows like
# $\frac12 c\, \sigma_j^2$, $c$ being its curvature along $z_j$. Then $c\, \sigma_j^2 = 1 -
# \sigma_j^2$, or $\sigma_j^2 = 1 / (1 + c)$: the more sharply the image depends on $z_j$, the more
# precise is the code.
#
# </details>

# %% [markdown]
# **4.** The score-function estimate stays unbiased if a constant $b$ is subtracted from $f$.
# Why, and which $b$ is the best for one dimension?

# %% [markdown]
# <details><summary>Answer</summary>
#
# $\mathbb E_q[b\, \nabla \log q] = b\, \nabla \int q\, dz = 0$. With $g = \nabla_\mu \log q$ the
# variance of $(f - b)\, g$ is a parabola in $b$ with its minimum at
# $b = \mathbb E[f g^2] / \mathbb E[g^2]$. The average of $f$ is close to that, but not the best: a
# draw counts the more the larger its $g^2$. In the example, with one dimension, $\mathbb E[f] = 5$
# and the best $b$ is 7.
#
# </details>

# %% [markdown]
# ## What to read next
#
# - Notebook `2_generating_digits` of the assignment `advanced`: what the weight of the divergence
#   does, and walks from one digit to another.
# - Kingma & Welling (2019),
#   [An introduction to variational autoencoders](https://arxiv.org/abs/1906.02691): the authors'
#   own monograph, six years later.
# - Doersch (2016), [Tutorial on variational autoencoders](https://arxiv.org/abs/1606.05908): the
#   same with few prerequisites.
# - Hoffman & Johnson (2016),
#   [ELBO surgery](http://approximateinference.org/accepted/HoffmanJohnson2016.pdf): the two parts
#   of the average divergence.
# - Vincent et al. (2010),
#   [Stacked denoising autoencoders](https://www.jmlr.org/papers/v11/vincent10a.html): what noise
#   does for codes that are too large.
# - Burda, Grosse & Salakhutdinov (2015),
#   [Importance weighted autoencoders](https://arxiv.org/abs/1509.00519): a tighter bound, and a way
#   to count active dimensions.
# - Wang, Bovik, Sheikh & Simoncelli (2004),
#   [Image quality assessment: from error visibility to structural
#   similarity](https://doi.org/10.1109/TIP.2003.819861).
# - Zhang et al. (2018),
#   [The unreasonable effectiveness of deep features as a perceptual
#   metric](https://arxiv.org/abs/1801.03924):
#   many distances compared with what people see.
