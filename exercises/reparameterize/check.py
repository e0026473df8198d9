"""A draw from a Gaussian, made of its mean, its log_var and given noise."""

import numpy as np

from autograder.checking.comparison import Mistakes, as_numbers, expect, expect_close, expect_shape
from autograder.checking.verdict import Verdict
from autograder.checking.view import View
from exercises.shared.gaussian import check_gradients, expect_no_nan, float32
from exercises.shared.gradients import gradients


def check(student: View) -> Verdict:
    """Give points for shape, values and gradients."""
    verdict = Verdict("reparameterize")
    draw = np.random.default_rng(2609)
    mean, log_var, epsilon = float32(
        draw.normal(size=(6, 4)), draw.uniform(-3, 2, size=(6, 4)), draw.normal(size=(6, 4))
    )
    inputs = (mean, log_var, epsilon)
    deviation = np.exp(log_var.astype(float) / 2)
    are_right = False
    shapes = ((6, 4), (1, 3), (5, 1), (4, 4))
    corners = [tuple(values[-n:, -d:] for values in inputs) for n, d in shapes]
    # Everything is asked for before anything is judged, the plain inputs twice.
    results = student.results(*corners)
    slopes = gradients(student, inputs, (0, 1))
    again = student.results(*reversed(corners))[::-1]

    with verdict.item(0.5, "shape: three times (n, d) → (n, d)"):
        for shape, result in zip(shapes, results, strict=True):
            expect_shape(result.get(), shape)
    with verdict.item(1.5, "values: a draw from q made out of the given noise"):
        found = expect_shape(results[0].get(), mean.shape)
        expect(
            np.array_equal(found, expect_shape(again[0].get(), mean.shape), equal_nan=True),
            "two calls with the same arguments differ: the noise is drawn inside; it is to come "
            "from `epsilon`",
        )
        expect_no_nan(found)
        expect_close(
            found,
            mean + deviation * epsilon,
            absolute=1e-5,
            mistakes=_mistakes(mean, log_var, epsilon),
        )
        for result, corner in zip((*results, *again), (*corners, *corners), strict=True):
            mu, logarithm, noise = (values.astype(float) for values in corner)
            right = mu + np.exp(logarithm / 2) * noise
            expect_close(expect_shape(result.get(), mu.shape), right, absolute=1e-5)
        are_right = True
    with verdict.item(1, "gradients reach the mean and the logarithm of the variance"):
        expected = (np.ones(mean.shape), epsilon * deviation / 2)
        if not are_right:
            _expect_own_numbers(as_numbers(results[0].get()))
            _expect_use(student, inputs)
        check_gradients(student, slopes, inputs, expected, are_right)
    return verdict


def _expect_own_numbers(found: np.ndarray) -> None:
    """A Fault unless the entries of a wrong result are finite and differ."""
    expect(np.all(np.isfinite(found)), "the result is not finite everywhere (NaN or infinity)")
    expect(
        np.unique(found).size > max(found.size / 2, 1),
        "the result repeats its numbers; each is a draw with a noise of its own",
    )


def _expect_use(student: View, inputs: tuple[np.ndarray, ...]) -> None:
    """A Fault unless a wrong result depends on two arguments or more."""
    before = as_numbers(student(*inputs))
    used = 0
    for number, values in enumerate(inputs):
        changed = [*inputs]
        changed[number] = values + np.float32(0.5)
        used += not np.array_equal(as_numbers(student(*changed)), before)
    expect(used > 1, "the result follows from one of the arguments alone")


def _mistakes(mean: np.ndarray, log_var: np.ndarray, epsilon: np.ndarray) -> Mistakes:
    mean, log_var, epsilon = (values.astype(float) for values in (mean, log_var, epsilon))
    deviation = np.exp(log_var / 2)
    right = mean + deviation * epsilon
    return {
        "the noise is multiplied by the variance; the standard deviation belongs there": (
            mean + np.exp(log_var) * epsilon,
        ),
        "the noise is multiplied by log_var itself, which is a logarithm": (
            mean + log_var * epsilon,
            mean + log_var / 2 * epsilon,
        ),
        "log_var is taken for the logarithm of the standard deviation, and more than once": (
            mean + np.exp(2 * log_var) * epsilon,
        ),
        "the noise is divided by the standard deviation; the sign of log_var is flipped": (
            mean + epsilon / deviation,
            mean + epsilon / deviation**2,
        ),
        "log_var is taken for a variance: its square root is taken": (
            mean + np.sqrt(np.abs(log_var)) * epsilon,
        ),
        "log_var has no effect: the noise comes in at its own scale": (mean + epsilon,),
        "the noise has no effect: the result is the mean": (mean,),
        "the noise is not multiplied by the standard deviation but added to it": (
            mean + deviation + epsilon,
        ),
        "the noise is subtracted; z is the mean plus scaled noise": (mean - deviation * epsilon,),
        "the mean is missing": (deviation * epsilon, np.exp(log_var) * epsilon),
        "the mean is multiplied by the noise too": ((mean + deviation) * epsilon,),
        "mean and log_var are swapped": (log_var + np.exp(mean / 2) * epsilon,),
        "the mean is subtracted": (right - 2 * mean,),
        "only one row of the noise is used for the whole batch": (mean + deviation * epsilon[:1],),
    }
