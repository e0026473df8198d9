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
# # 5 · The evidence lower bound (22 points)
#
# A model with hidden causes gives each observation a probability, but that probability is a sum
# over all causes, and the sum is mostly out of reach.
# What is trained in its place is a lower bound.
# In this notebook you find out how far below it lies, first with a pencil, then with a program that
# checks every line of what you wrote.
#
# **Afterwards you can**
#
# - name every symbol of the evidence lower bound and say which of them are known, chosen or
#   unknown;
# - derive $\mathcal L = \mathcal F + D_{KL}$ from the rules of probability alone;
# - compute evidence, posterior, divergence and bound, also where probabilities are zero or tiny;
# - say when the bound is tight, what raising it changes, and how more samples tighten it.
#
# **Time:** 30 minutes of reading, 60 minutes of writing and coding; the computer needs seconds.

# %% [markdown]
# ## How the exercises work
#
# 1. A coding exercise is a function whose body is `raise NotImplementedError`.
#    Replace that line with your code; keep the function's name and its arguments.
# 2. Run the cell, then run the check in the cell below it.
#    It prints `✓` and what it tested, or `✗` with what it found and what to do.
# 3. A written exercise is a text cell.
#    Double-click it, write your answer in place of what stands there, and run it to see it set.
#    Mathematics goes between dollar signs, as in `$\log p(x)$`.
# 4. When you are done, choose *Kernel → Restart Kernel and Run All Cells*, or press *Validate*.
#    Run All stops at the first `✗`; grading goes on with the next exercise.
#    Then hand in this file under its own name.
#
# **What is graded:** seven functions, by tests of their own that look at more than the checks do,
# and one derivation, which a person reads.
# A mistake in one function costs nothing in the next one.
#
# The graded cells must keep their places: do not copy, move or delete them.
# You may add cells of your own anywhere.

# %%
import lab

import matplotlib.pyplot as plt
import numpy as np

BLUE, ORANGE, GREEN = "#2166ac", "#d6711a", "#1b7f5c"

# %% [markdown]
# ## The setting
#
# Someone writes a digit and you receive the scribble $x$.
# Behind it lies something that you do not see: which digit was meant, how the pen was held, how
# fast the hand moved.
# All of that together is the **latent** variable $z$.
# (In notebooks 1 to 4 the letter $z$ was the reconstruction, as on the sheet's third problem. From
# here on it is the latent, as on its first, and in the papers.)
#
# A model says two things.
# How likely is each cause, before anything is seen?
# That is the **prior** $p(z)$.
# How likely is each scribble, given the cause?
# That is the **likelihood** $p_\theta(x|z)$, and its parameters $\theta$ are what one wants to
# learn.

# %% [markdown]
# ![Two circles inside a plate that is marked "for each observation". The upper one, white, is the
# latent z. A solid arrow, the likelihood, leads down from it to the lower circle, grey, the
# observation x. A dashed arrow, q, leads back up from x to z. From outside the plate a solid arrow
# leads from the parameter theta to x, and a dashed one from the parameter phi to
# z.](figures/latent_model.svg)

# %% [markdown]
# How probable is the scribble as such?
# Any cause may have produced it, so one adds up over all of them:
#
# $$ p_\theta(x) = \int p_\theta(x|z)\, p(z)\, dz . $$
#
# This is the **evidence**.
# A good model gives large evidence to what was observed, so its parameters should be chosen to make
# the *log-evidence* $\mathcal L = \log p_\theta(x)$ large.
#
# The trouble is the integral.
# A latent of 20 numbers spans a space of 20 dimensions, and nearly all of it explains nothing about
# this $x$.
# It would help to know which causes are plausible *given* $x$.
# That is the **posterior** $p_\theta(z|x)$, but Bayes' rule needs the evidence to compute it.
#
# The way out is a guess: a distribution $q_\phi(z|x)$ of a simple form that stands in for the
# posterior, with parameters $\phi$ that can be trained as well.

# %% [markdown]
# ## The bound
#
# The exercise sheet calls this equation (1):
#
# $$ \mathcal L := \log p_\theta(x) \;\ge\;
#    \int q_\phi(z|x) \log p_\theta(x|z)\, dz
#    \;-\; \int q_\phi(z|x) \log \frac{q_\phi(z|x)}{p(z)}\, dz \;=:\; \mathcal F. \tag{1} $$
#
# | symbol | name | what it is | known? |
# | --- | --- | --- | --- |
# | $x$ | observation | a scribble | given |
# | $z$ | latent | what lies behind it | never seen |
# | $p(z)$ | prior | how likely each cause is beforehand | chosen |
# | $p_\theta(x \mid z)$ | likelihood | how likely $x$ is from cause $z$ | chosen, up to $\theta$ |
# | $p_\theta(x)$ | evidence | how likely $x$ is, whatever the cause | out of reach |
# | $p_\theta(z \mid x)$ | posterior | how likely each cause is, given $x$ | out of reach |
# | $q_\phi(z \mid x)$ | approximate posterior | our guess of the posterior | chosen, up to $\phi$ |
# | $\theta$, $\phi$ | parameters | what is trained | |
# | $\mathcal L$ | log-evidence | $\log p_\theta(x)$, wanted large | out of reach |
# | $\mathcal F$ | evidence lower bound (ELBO) | the right-hand side | computable |
# | $D_{KL}(q \Vert p)$ | Kullback–Leibler divergence | how far $q$ is from $p$ | |
#
# The Kullback–Leibler divergence of two distributions is
# $D_{KL}(q \Vert p) = \int q(z) \log \frac{q(z)}{p(z)}\, dz$.
# With natural logarithms, as here, it is counted in *nats*.
# $\mathcal L$ is no loss, though losses had this letter in notebooks 1 to 3: it is to be large.
# "Out of reach" means: for a latent of more than a few dimensions.
#
# The first integral of $\mathcal F$ asks that the causes which $q$ proposes explain $x$.
# The second is $D_{KL}(q_\phi(z|x) \Vert p(z))$, and asks that $q$ does not stray further from the
# prior than $x$ demands.

# %% [markdown]
# ## Jensen's inequality
#
# Why is $\mathcal F$ a *lower* bound?
# Because the logarithm bends downwards.
# For a random number $u > 0$, **the logarithm of the average is at least the average of the
# logarithm**:
#
# $$ \log \mathbb E[u] \;\ge\; \mathbb E[\log u], $$
#
# and the two are equal only where $u$ does not vary at all.
# With $u = p_\theta(x|z)\,p(z) / q_\phi(z|x)$ and the average taken under $q_\phi(z|x)$, the left
# side is $\log p_\theta(x)$ and the right side is $\mathcal F$.
#
# The next cell draws it for a $u$ that takes two values.
#
# **What to look at.** The average of the logarithms lies on the chord, and the chord lies below the
# curve.
# What happens to the gap when the two values come close to each other?

# %%
values, weights = np.array([0.4, 5.0]), np.array([0.45, 0.55])
average = weights @ values

figure, axis = plt.subplots(figsize=(6.4, 3.9), layout="constrained")
u = np.linspace(0.2, 6, 300)
axis.plot(u, np.log(u), color="black", label=r"$\log u$")
axis.plot(values, np.log(values), "o--", color=ORANGE, label="chord between the two values")
axis.plot(average, np.log(average), "o", color=GREEN, markersize=9)
axis.plot(average, weights @ np.log(values), "o", color=BLUE, markersize=9)
axis.plot([average] * 2, [weights @ np.log(values), np.log(average)], color="gray", zorder=0)
axis.annotate(
    "logarithm of the average", (average, np.log(average)), (-14, 12), color=GREEN,
    textcoords="offset points", ha="right",
)  # fmt: skip
axis.annotate(
    "average of the logarithms", (average, weights @ np.log(values)), (14, -12), color=BLUE,
    textcoords="offset points",
)  # fmt: skip
axis.set(xlabel="u", ylabel="logarithm (nats)", xlim=(0, 6.1), ylim=(-1.8, 2.3))
axis.legend(frameon=False, loc="lower right")
axis.spines[["top", "right"]].set_visible(False)
lab.show(
    figure,
    "The logarithm as a curve, with a chord between its points at 0.4 and 5.0. Above the average "
    "of the two, the point on the chord lies below the point on the curve.",
)

# %% [markdown]
# ## How tight is it?
#
# Jensen's inequality says that there is a gap, but not how large it is.
# The sheet's equation (2) does:
#
# $$ \mathcal L = \mathcal F + D_{KL}\big(q_\phi(z|x) \,\Vert\, p_\theta(z|x)\big). \tag{2} $$
#
# The gap is the divergence of the guess from the true posterior: no more, no less.

# %% [markdown] nbgrader={"grade_id": "elbo_derivation_question"}
# ## Exercise 1 · The derivation, written (5 points)
#
# Show equation (2).
# Start from $\mathcal L = \log p_\theta(x)$ and insert $1 = \int q_\phi(z|x)\, dz$, the partition
# of unity.
# Write one step a line, and say at each step which rule it uses.
# You may assume that all integrals exist.
#
# Then answer in two or three sentences: why does $\mathcal L \ge \mathcal F$ follow from equation
# (2), and for which $q$ are both equal?
#
# Write for a reader who knows probability but has not seen the proof.
# Any sound proof counts.
# In Exercise 6 a program will check lines one by one, and that exercise follows the sheet's order.
#

# %% [markdown] nbgrader={"grade_id": "elbo_derivation"}
# *Write your answer here.*

# %% [markdown]
# ## A world with few causes
#
# When the latent can take only $K$ values, integrals become sums and everything can be computed.
# That is the place to test what you believe.
#
# | in the code | shape | what it is |
# | --- | --- | --- |
# | `prior` | (K,) | $p(z)$ for each of the K states |
# | `likelihood` | (K,) | $p(x \mid z)$ for each state, at the one $x$ that was observed |
# | `q` | (K,) | $q(z \mid x)$ for each state |
#
# All are NumPy arrays of type float64, so `np.sum`, `np.log` and `np.exp` will do.
#
# Our example: someone wrote one of the four digits 1, 4, 7 and 9, and the scribble looks like a
# seven or a one.

# %%
states = ["1", "4", "7", "9"]
prior = np.array([0.40, 0.20, 0.25, 0.15])
likelihood = np.array([0.030, 0.001, 0.080, 0.020])

for state, before, given in zip(states, prior, likelihood, strict=True):
    print(f"z = {state}   prior {before:.2f}   likelihood of the scribble {given:.3f}")


# %% [markdown]
# ## Exercise 2 · The log-evidence (2 points)
#
# Return $\log p(x) = \log \sum_z p(z)\, p(x|z)$, one number.
#
# Likelihoods may be tiny, because that of an image is a product over its pixels.
# For the networks of this course it lies between 1e-90 and 1e-26 (206 and 60 nats), and for larger
# images it is far smaller; your function must bear 1e-300.
# So add no small number "for safety": beside 1e-300, every number is large.
# A prior may hold zeros; such a state adds nothing.

# %% nbgrader={"grade_id": "log_evidence"}
def log_evidence(prior, likelihood):
    """The logarithm of the evidence.

    Args:
        prior: p(z), (K,), float64; it sums to 1 and may hold zeros.
        likelihood: p(x|z) at the observed x, (K,), float64, positive, down to 1e-300.

    Returns:
        log p(x), a number.
    """
    raise NotImplementedError


# %% nbgrader={"grade_id": "test_log_evidence"}
lab.check_log_evidence(log_evidence)


# %% [markdown]
# ## Exercise 3 · The posterior (2 points)
#
# Return $p(z|x)$ for every state: Bayes' rule.

# %% nbgrader={"grade_id": "posterior"}
def posterior(prior, likelihood):
    """The distribution of the latent, now that x is seen.

    Args:
        prior: p(z), (K,), float64; it sums to 1 and may hold zeros.
        likelihood: p(x|z) at the observed x, (K,), float64, positive, down to 1e-300.

    Returns:
        p(z|x), (K,).
    """
    raise NotImplementedError


# %% nbgrader={"grade_id": "test_posterior"}
lab.check_posterior(posterior)


# %% [markdown]
# ## Exercise 4 · The divergence (3 points)
#
# Return
#
# $$ D_{KL}(q \Vert p) = \sum_z q(z) \log \frac{q(z)}{p(z)} . $$
#
# Two cases need a thought, because a computer does not know what they mean.
#
# - Where $q(z) = 0$, the term counts as 0, whatever $p(z)$ is: $q \log q$ goes to 0 as $q$ does.
# - Where $q(z) > 0$ and $p(z) = 0$, the divergence is infinite, `np.inf`: $q$ believes in something
#   that $p$ rules out.

# %% nbgrader={"grade_id": "kl"}
def kl(q, p):
    """The Kullback–Leibler divergence D_KL(q‖p) of two distributions over K states.

    Args:
        q: probabilities, (K,), float64; they may hold zeros.
        p: probabilities, (K,), float64; they may hold zeros.

    Returns:
        The divergence in nats, a number, which may be infinite.
    """
    raise NotImplementedError


# %% nbgrader={"grade_id": "test_kl"}
lab.check_kl(kl)


# %% [markdown]
# ## Exercise 5 · The bound (3 points)
#
# Return $\mathcal F$ of equation (1), with sums over the states in place of the integrals.
# Here too a term with $q(z) = 0$ counts as 0.
# You may call your `kl`.

# %% nbgrader={"grade_id": "elbo"}
def elbo(q, prior, likelihood):
    """The evidence lower bound F of equation (1).

    Args:
        q: q(z|x), (K,), float64; it sums to 1 and may hold zeros.
        prior: p(z), (K,), float64; it sums to 1 and may hold zeros.
        likelihood: p(x|z) at the observed x, (K,), float64, positive, down to 1e-300.

    Returns:
        F in nats, a number.
    """
    raise NotImplementedError


# %% nbgrader={"grade_id": "test_elbo"}
lab.check_elbo(elbo)

# %% [markdown]
# The numbers of our example, with a guess $q$ that gives every digit the same probability.
#
# **What to look at.** Compare the last two lines: what does equation (2) say about them?

# %%
guess = np.full(4, 0.25)

print("posterior:", ", ".join(f"{p:.3f}" for p in posterior(prior, likelihood)))
print(f"log-evidence L        {log_evidence(prior, likelihood):8.4f} nats")
print(f"bound F               {elbo(guess, prior, likelihood):8.4f} nats")
gap = log_evidence(prior, likelihood) - elbo(guess, prior, likelihood)
print(f"gap L - F             {gap:8.4f}")
print(f"D_KL(q, posterior)    {kl(guess, posterior(prior, likelihood)):8.4f}")


# %% [markdown]
# ## Exercise 6 · The derivation, checked by a machine (3 points)
#
# Each line of a derivation is an expression, and on a discrete latent each expression has a value.
# So a program can follow the lines and name the first one that is wrong.
#
# Return the lines that lead from $\log p(x)$ to equation (2), **in the order of the sheet**: first
# the one is inserted, then comes Bayes' rule.
# (In Exercise 1 any sound proof counts. Here the order is fixed, so that a program can follow.)
# At least five lines are asked for:
#
# - the first is $\log p(x)$, without $q$;
# - in the next one, or ones, the one is inserted, and Bayes' rule is not yet used;
# - then comes Bayes' rule;
# - some line after it consists of three averages under $q$: the two integrals of $\mathcal F$, with
#   their signs, and the one that becomes the divergence;
# - the last is the pair $[\mathcal F,\; D_{KL}(q \Vert p(z|x))]$.
#
# A line is a number, or a list of its terms if it is a sum.
# A term may be an array, one value a state, and then counts by its total: `q * np.log(prior)` says
# the same as `np.sum(q * np.log(prior))`.
#
# The posterior is handed to you as `post`.
# Use it wherever $p(z|x)$ stands, and compute none yourself.
# The program follows your steps by it: with the true posterior all lines are equal, and with other
# positive numbers in its place they must part at Bayes' rule, and only there.
# These numbers need not sum to 1, and neither does the `q` that some tests hand over; take both as
# they are, and multiply by $q$ where you average, also where what you average is a constant.
#
# Here all arguments are positive.
# You may call `log_evidence`, `kl` and `elbo`; the test puts right ones in their places, so that a
# mistake there costs nothing here.

# %% nbgrader={"grade_id": "derivation"}
def derivation(q, prior, likelihood, post):
    """The value of each line of the derivation of equation (2), in the order of the sheet.

    Args:
        q: q(z|x), (K,), float64, positive.
        prior: p(z), (K,), float64, positive.
        likelihood: p(x|z) at the observed x, (K,), float64, positive.
        post: p(z|x), (K,), float64, positive; tests also hand over other numbers.

    Returns:
        A list of lines, at least five. A line is a number, an array, or a list of these, its terms.
        The first is log p(x), the last is [F, D_KL(q‖p(z|x))].
    """
    raise NotImplementedError


# %% nbgrader={"grade_id": "test_derivation"}
lab.check_derivation(derivation)

# %% [markdown]
# The lines of your derivation, on our example.

# %%
exact = posterior(prior, likelihood)
for number, line in enumerate(derivation(guess, prior, likelihood, exact), start=1):
    terms = [np.sum(term) for term in line] if isinstance(line, (list, tuple)) else [np.sum(line)]
    written = " + ".join(f"({term:.4f})" for term in terms) if len(terms) > 1 else ""
    print(f"line {number}: {np.sum(terms):8.4f}   {written}")

# %% [markdown]
# ## The gap closes
#
# Now let $q$ move, in six steps, from a guess that is nearly sure of a four to the posterior.
#
# **What to look at.** In the upper picture, the blue and the orange bar always end at the green
# line: $\mathcal L$ does not depend on $q$.
# So raising $\mathcal F$ by changing $q$ can do one thing only, which is to shrink the divergence.
# In the lower pictures $q$ (bars) approaches the posterior (black lines).

# %%
start, exact = np.array([0.05, 0.85, 0.02, 0.08]), posterior(prior, likelihood)
path = [start ** (1 - t) * exact**t for t in np.linspace(0, 1, 6)]
path = [q / q.sum() for q in path]
evidence = log_evidence(prior, likelihood)
bounds = np.array([elbo(q, prior, likelihood) for q in path])
gaps = np.array([kl(q, exact) for q in path])
floor = np.floor(bounds.min()) - 1

figure = plt.figure(figsize=(8, 5.4), layout="constrained")
top, bottom = figure.subfigures(2, 1, height_ratios=[2, 1])
axis = top.subplots()
steps = np.arange(len(path))
axis.bar(steps, bounds - floor, bottom=floor, color=BLUE, width=0.62, label=r"$\mathcal{F}$")
axis.bar(steps, gaps, bottom=bounds, color=ORANGE, width=0.62, label=r"$D_{KL}(q\,\|\,p(z|x))$")
axis.axhline(evidence, color=GREEN, linewidth=2, label=r"$\mathcal{L} = \log p(x)$")
for step, bound, gap in zip(steps, bounds, gaps, strict=True):
    axis.text(step, bound - 0.1, f"{bound:.2f}", ha="center", va="top", color="white")
    if gap > 0.3:
        axis.text(step, bound + gap / 2, f"{gap:.2f}", ha="center", va="center", color="white")
axis.set(xlabel="step", ylabel="nats", ylim=(floor, evidence + 0.5), xticks=steps)
axis.spines[["top", "right"]].set_visible(False)
axis.legend(frameon=False, loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=3)

axes = bottom.subplots(1, len(path), sharey=True)
for step, (axis, q) in enumerate(zip(axes, path, strict=True)):
    axis.bar(states, q, color="#9ecae1", width=0.75)
    axis.hlines(exact, np.arange(4) - 0.38, np.arange(4) + 0.38, color="black", linewidth=1.5)
    axis.set(title=f"step {step}", xlabel="z", ylim=(0, 1))
    axis.spines[["top", "right"]].set_visible(False)
    if step == 0:
        axis.set_ylabel("probability")
lab.show(
    figure,
    "Six stacked bars, the bound and on it the divergence, all ending at the log-evidence, "
    f"{evidence:.2f} nats. The bound rises from {bounds[0]:.2f} to {bounds[-1]:.2f}. Below, q "
    "becomes the posterior in six steps.",
)


# %% [markdown]
# <details><summary>To compare with: the course's own picture.</summary>
#
# <img src="reference/5_gap.png" width="811" alt="Six bars of a blue part, the bound, and an orange
# part, the divergence, that all end at the green line of the log-evidence, -3.35 nats. From step to
# step the blue part grows, from -7.44 to -3.35, and the orange part shrinks to nothing. Below, q
# comes to be the posterior.">
#
# </details>

# %% [markdown]
# ## Exercise 7 · A latent that is a real number (2 points)
#
# Variational autoencoders have latents that are real numbers, and normal distributions over them.
# The smallest such model has one number for each:
#
# $$ p(z) = \mathcal N(z;\, 0, 1), \qquad p(x|z) = \mathcal N(x;\, z, s), \qquad
#    q(z|x) = \mathcal N(z;\, m, v), $$
#
# where $\mathcal N(a;\, m, v) = \frac{1}{\sqrt{2\pi v}}\, e^{-(a - m)^2 / (2v)}$ has mean $m$ and
# **variance** $v$.
#
# | symbol | in the code | what it is |
# | --- | --- | --- |
# | $x$ | `x` | the observation |
# | $m$, $v$ | `mean`, `variance` | mean and variance of $q$ |
# | $s$ | `noise` | the variance of $x$ around $z$ (no sigmoid here) |
#
# Both integrals of equation (1) have a closed form.
# Write out the logarithms; what remains are averages of $z$ and $z^2$ under $q$, and these are $m$
# and $m^2 + v$.
#
# Return $\mathcal F$, with all its constants.

# %% nbgrader={"grade_id": "gaussian_elbo"}
def gaussian_elbo(x, mean, variance, noise):
    """The evidence lower bound of a model with normal distributions, in closed form.

    Args:
        x: the observation, a Python float.
        mean: the mean of q(z|x), a Python float.
        variance: the variance of q(z|x), a positive Python float.
        noise: the variance of p(x|z), a positive Python float.

    Returns:
        F in nats, a number.
    """
    raise NotImplementedError


# %% nbgrader={"grade_id": "test_gaussian_elbo"}
lab.check_gaussian_elbo(gaussian_elbo)

# %% [markdown]
# In this model the truth is known too: $x$ is $z$ plus noise, a sum of two normal variables, so
#
# $$ p(x) = \mathcal N(x;\, 0,\, 1 + s), \qquad
#    p(z|x) = \mathcal N\!\left(z;\, \frac{x}{1 + s},\, \frac{s}{1 + s}\right). $$
#
# So we can draw $\mathcal F$ over all $q$ of this form, with $\log p(x)$ as its ceiling.
# At the left is a map: each point is a $q$, and the darker it is, the larger is $\mathcal F$.
# At the right are three cuts through the map, each at one variance.
#
# **What to look at.** Where does $\mathcal F$ touch the ceiling, and does it do so anywhere else?
# A $q$ that is too narrow and one that is too wide both lose, but not equally fast.

# %%
x, noise = 1.5, 0.5
ceiling = -0.5 * np.log(2 * np.pi * (1 + noise)) - x**2 / (2 * (1 + noise))
best_mean, best_variance = x / (1 + noise), noise / (1 + noise)
means, variances = np.linspace(-0.5, 2.5, 121), np.geomspace(0.03, 3, 121)
surface = np.array([[gaussian_elbo(x, m, v, noise) for m in means] for v in variances])

figure, (left, right) = plt.subplots(1, 2, figsize=(10, 4.2), layout="constrained")
figure.get_layout_engine().set(wspace=0.1)
gaps = np.array([0, 0.05, 0.2, 0.5, 1, 2, 4, 8])
levels = (ceiling - gaps)[::-1]
blues = plt.cm.Blues(np.linspace(0.08, 0.95, len(levels)))
filled = left.contourf(means, variances, surface, levels, colors=blues, extend="min")
left.contour(means, variances, surface, levels, colors="white", linewidths=0.7, linestyles="solid")
left.plot(best_mean, best_variance, "*", color=ORANGE, markersize=15, label="posterior $p(z|x)$")
left.set(xlabel="mean of q", ylabel="variance of q", yscale="log", yticks=[0.03, 0.1, 0.3, 1, 3])
left.set_yticklabels(["0.03", "0.1", "0.3", "1", "3"])
left.legend(loc="lower left")
bar = figure.colorbar(filled, ax=left, label=r"$\mathcal{F}$ (nats)", ticks=levels)
bar.ax.set_yticklabels([f"{level:.2f}" for level in levels])
bar.ax.plot([0, 1], [ceiling, ceiling], color=GREEN, linewidth=4)

words = []
for variance, style in ((best_variance, "-"), (1.5, "--"), (0.06, ":")):
    curve = [gaussian_elbo(x, m, variance, noise) for m in means]
    words.append(f"{np.max(curve):.2f} at most for variance {variance:.2f}")
    right.plot(means, curve, style, color=BLUE, label=rf"$\mathcal{{F}}$, variance {variance:.2f}")
right.axhline(ceiling, color=GREEN, linewidth=2)
right.text(-0.5, ceiling + 0.12, r"ceiling: $\log p(x)$", color=GREEN)
right.plot(best_mean, ceiling, "*", color=ORANGE, markersize=15)
right.set(xlabel="mean of q", ylabel=r"$\mathcal{F}$ (nats)", ylim=(ceiling - 4, ceiling + 0.6))
right.spines[["top", "right"]].set_visible(False)
right.legend(frameon=False, loc="lower center")
lab.show(
    figure,
    "Left, a map of the bound over mean and variance of q, with a star at the posterior: mean "
    f"{best_mean:.2f}, variance {best_variance:.2f}. Right, the bound over the mean for three "
    f"variances: {', '.join(words)}. The ceiling, log p(x), is at {ceiling:.2f}.",
)

print(f"log p(x)                {ceiling:.6f}")
print(f"F at the posterior      {gaussian_elbo(x, best_mean, best_variance, noise):.6f}")


# %% [markdown]
# <details><summary>To compare with: the course's own picture.</summary>
#
# <img src="reference/5_surface.png" width="1011" alt="Left, a map of the bound over mean and
# variance of q with one summit, at mean 1 and variance one third, where the posterior is. Right,
# the bound over the mean for three variances: only that of the posterior touches the ceiling;
# variance 0.06 stays half a nat below, variance 1.5 a whole one.">
#
# </details>

# %% [markdown]
# ## A tighter bound from more samples
#
# A $q$ of a simple form cannot reach the posterior of a real model, so the gap stays.
# But one can ask more of the same $q$.
# Draw $K$ causes $z_1, \dots, z_K$ from it instead of one ($K$ now counts draws, and no longer
# states), and call
#
# $$ w_k = \frac{p_\theta(x|z_k)\, p(z_k)}{q_\phi(z_k|x)} $$
#
# the weight of a cause.
# Its average under $q$ is the evidence, $\mathbb E_q[w] = p_\theta(x)$.
# So the mean of $K$ weights estimates the evidence without bias, and the more weights there are,
# the less it scatters.
# By Jensen's inequality the average of its *logarithm* lies below $\log p_\theta(x)$, and the less
# it scatters, the less far below:
#
# $$ \mathcal F_K = \mathbb E\left[\log \frac1K \sum_{k=1}^K w_k\right], \qquad
#    \mathcal F = \mathcal F_1 \le \mathcal F_2 \le \dots \le \log p_\theta(x). $$
#
# This is the **importance-weighted bound** (Burda, Grosse & Salakhutdinov 2016).

# %% [markdown]
# ## Exercise 8 · The importance-weighted bound (2 points)
#
# You are given log-weights, in $n$ rows of $K$ draws each.
# Return the mean over the rows of $\log \frac1K \sum_k w_k$, one number.
#
# | in the code | shape | what it is |
# | --- | --- | --- |
# | `log_w` | (n, K) | $\log w_k$, which may be $-\infty$: a weight of 0 |
#
# The weight of an image is a product over its pixels, and its logarithm may be −2000, or +800 where
# densities are multiplied.
# `np.exp` makes 0 of the first and infinity of the second, though the answer is an ordinary number:
# the mean of equal weights $e^{-2000}$ has the logarithm −2000.
# What can you take out of the sum, before the exponentials, and put back after the logarithm?
# (No row is $-\infty$ throughout.)

# %% nbgrader={"grade_id": "importance_bound"}
def importance_bound(log_w):
    """The importance-weighted bound, estimated from n rows of K draws.

    Args:
        log_w: logarithms of weights, (n, K), float64; entries may be -inf, but no whole row.

    Returns:
        The mean over the rows of log (1/K Σ_k exp log_w[n, k]), a number.
    """
    raise NotImplementedError


# %% nbgrader={"grade_id": "test_importance_bound"}
lab.check_importance_bound(importance_bound)

# %% [markdown]
# The model of Exercise 7 again, with $q$ = N(0.3, 1) in place of the posterior.
# Each point is the average over 4,000 rows of draws; the band shows four standard errors of it.
#
# **What to look at.** Where does the line start, and where does it end?
# To halve the gap that is left, does one need a fixed number of further draws, or twice as many?

# %%
draw = np.random.default_rng(8)
q_mean, q_variance, rows = 0.3, 1.0, 4000
counts = [1, 2, 3, 5, 10, 20, 50, 100, 200, 500, 1000]


def log_normal(value, mean, variance):
    distance = (value - mean) / np.sqrt(variance)
    return -(distance**2) / 2 - np.log(variance) / 2 - np.log(2 * np.pi) / 2


bounds, errors = [], []
for count in counts:
    z = draw.normal(q_mean, np.sqrt(q_variance), size=(rows, count))
    log_w = log_normal(x, z, noise) + log_normal(z, 0, 1) - log_normal(z, q_mean, q_variance)
    bounds.append(importance_bound(log_w))
    errors.append(4 * np.std([importance_bound(row[None]) for row in log_w]) / np.sqrt(rows))
bounds, errors = np.array(bounds), np.array(errors)

figure, axis = plt.subplots(figsize=(6.4, 3.8), layout="constrained")
axis.plot(counts, bounds, "o-", color=BLUE, markersize=4, label=r"$\mathcal{F}_K$")
axis.fill_between(counts, bounds - errors, bounds + errors, color=BLUE, alpha=0.2, linewidth=0)
axis.axhline(ceiling, color=GREEN, linewidth=2, label=r"$\log p(x)$")
one = gaussian_elbo(x, q_mean, q_variance, noise)
axis.axhline(one, color=ORANGE, linestyle="--", label=r"your $\mathcal{F}$ of Exercise 7")
axis.set(xscale="log", xlabel="K, the number of draws", ylabel="nats")
axis.legend(frameon=False, loc="center right")
axis.spines[["top", "right"]].set_visible(False)
lab.show(
    figure,
    f"The bound over the number of draws: {bounds[0]:.2f} nats for 1, {bounds[4]:.2f} for "
    f"{counts[4]}, {bounds[7]:.2f} for {counts[7]}, {bounds[-1]:.2f} for {counts[-1]:,}. Level "
    f"lines: log p(x) at {ceiling:.2f}, the bound of Exercise 7 at {one:.2f}.",
)

# %% [markdown]
# <details><summary>To compare with: the course's own picture.</summary>
#
# <img src="reference/5_draws.png" width="651" alt="The bound over the number of draws, from 1 to
# 1,000. It starts near your bound of Exercise 7, at -3.1 nats, rises to -1.92 for ten draws and
# reaches the log-evidence, -1.87, for about a hundred.">
#
# For many draws the gap is about $\operatorname{Var} w / (2 K\, p(x)^2)$, here $0.4 / K$: twice as
# many draws halve it. The first few gain more than that.
#
# </details>

# %% [markdown]
# ## Questions to think about
#
# These are not graded; think first, then unfold the answer.
#
# **1.** The gap is $D_{KL}(q \Vert p(z|x))$ and not $D_{KL}(p(z|x) \Vert q)$.
# The next cell computes both for a posterior with two peaks and a valley between them, and for
# three guesses: one that sits on a peak, one in the valley, and one that is flat.
# Which guess does each direction like best, and why?

# %%
peaks = np.array([0.49, 0.02, 0.49])
guesses = {
    "on a peak": np.array([0.96, 0.02, 0.02]),
    "in the valley": np.array([0.02, 0.96, 0.02]),
    "flat": np.full(3, 1 / 3),
}
print("q               D_KL(q, p)   D_KL(p, q)")
for name, q in guesses.items():
    print(f"{name:14}  {kl(q, peaks):10.3f}   {kl(peaks, q):10.3f}")

# %% [markdown]
# <details><summary>Answer</summary>
#
# $D_{KL}(q \Vert p)$ averages under $q$ and is large where $q$ puts weight on what $p$ finds
# unlikely. So of the three it likes the guess on a peak best (0.58): ignoring the other peak costs
# less than $\log 2$, while the flat guess pays for the weight that it puts into the valley (0.68).
# $D_{KL}(p \Vert q)$ is large where $p$ has weight and $q$ has little, so it likes the flat guess
# best (0.32), which covers both peaks, and the guess on one peak far less (1.24). Neither likes a
# guess in the valley. With continuous latents it is the same: the gap of the bound makes a $q$ with
# one peak settle on one of them, the other direction spreads it over all.
#
# </details>

# %% [markdown]
# **2.** One raises $\mathcal F$ by changing $\phi$ and $\theta$ at the same time.
# By equation (2), what does each of the two do?
# Can $\log p_\theta(x)$ fall while $\mathcal F$ rises?

# %% [markdown]
# <details><summary>Answer</summary>
#
# $\phi$ does not occur in $\mathcal L$. So raising $\mathcal F$ through $\phi$ only closes the gap.
# $\theta$ is in both terms of equation (2): $\mathcal F$ may rise because $\mathcal L$ does, or
# because the posterior of the new $\theta$ happens to be easier for $q$ to reach. Yes, $\mathcal L$
# can fall, if the divergence falls by more. Where $q$ is the exact posterior this cannot happen to
# first order: the divergence is at its minimum, so both have the same gradient. The EM algorithm
# uses that.
#
# </details>

# %% [markdown]
# **3.** With $q(z|x) = p(z)$, what are the two integrals of $\mathcal F$?
# Why is it a poor choice, however good the prior?

# %% [markdown]
# <details><summary>Answer</summary>
#
# The second integral is 0, and the first is the average of $\log p(x|z)$ under the prior. Most
# causes do not explain this $x$, and their log-likelihood is very negative, so the bound is far
# below. A $q$ that looks at $x$ pays some nats in the second integral and saves many in the first.
#
# </details>

# %% [markdown]
# **4.** Divide all likelihoods of the example by 1000.
# What happens to $\mathcal L$, to $\mathcal F$, to the posterior and to the gap?

# %% [markdown]
# <details><summary>Answer</summary>
#
# $\mathcal L$ and $\mathcal F$ both fall by $\log 1000 \approx 6.9$. The posterior and the gap stay
# as they are: a factor that is the same for all states cancels in Bayes' rule.
#
# </details>

# %% [markdown]
# ## What to read next
#
# - Blei, Kucukelbir & McAuliffe (2017),
#   [Variational inference: a review for statisticians](https://arxiv.org/abs/1601.00670): section 2
#   has the bound, and what the direction of the divergence does.
# - Kingma & Welling (2019),
#   [An introduction to variational autoencoders](https://arxiv.org/abs/1906.02691): section 2.2
#   derives equation (2) in another order than the sheet does.
# - Burda, Grosse & Salakhutdinov (2016),
#   [Importance weighted autoencoders](https://arxiv.org/abs/1509.00519): the bound of Exercise 8,
#   and what training with it changes.
# - Neal & Hinton (1998),
#   [A view of the EM algorithm](https://www.cs.toronto.edu/~radford/em.abstract.html): EM as
#   climbing $\mathcal F$ in turns, by $q$ and by $\theta$.
# - MacKay (2003), *Information theory, inference, and learning algorithms*,
#   [chapter 33](https://www.inference.org.uk/itila/book.html): variational methods, in plain words.
# - Notebook 6 trains $\mathcal F$ on images.
