"""The divergence of Gaussians from N(0, I), in closed form."""

import numpy as np

from autograder.checking.comparison import Mistakes, as_numbers, expect, expect_close, expect_shape
from autograder.checking.verdict import Fault, Verdict
from autograder.checking.view import Result, View
from exercises.shared.gaussian import check_gradients, expect_no_nan, float32
from exercises.shared.gradients import gradients


def check(student: View) -> Verdict:
    """Give points for shape, values and gradients."""
    verdict = Verdict("kl_to_standard_normal")
    draw = np.random.default_rng(3541)
    mean, log_var = float32(draw.normal(size=(7, 3)), draw.uniform(-3, 2, size=(7, 3)))
    inputs = (mean, log_var)
    are_right = False
    shapes = ((7, 3), (1, 3), (5, 1), (1, 1), (4, 3))
    corners = [tuple(values[-n:, -d:] for values in inputs) for n, d in shapes]
    # Everything is asked for before anything is judged, the plain inputs twice.
    results = student.results(*corners)
    slopes = gradients(student, inputs, (0, 1))
    again = student.results(*reversed(corners))[::-1]

    with verdict.item(1, "shape: twice (n, d) → (n,)"):
        for corner, result in zip(corners, results, strict=True):
            _expect_a_number_each(result, corner[0])
    with verdict.item(2.5, "values: D_KL(N(mean, variance)‖N(0, 1)), summed over d"):
        found = _expect_a_number_each(results[0], mean)
        expect_no_nan(found)
        expect_close(found, _divergence(*inputs), absolute=1e-5, mistakes=_mistakes(*inputs))
        for result, corner in zip((*results, *again), (*corners, *corners), strict=True):
            found = _expect_a_number_each(result, corner[0])
            expect_close(found, _divergence(*corner), absolute=1e-5)
        are_right = True
    with verdict.item(0.5, "zero at the prior, right for wide and for narrow q"):
        _expect_extremes(student)
    with verdict.item(1, "gradients reach the mean and the logarithm of the variance"):
        expected = (mean, (np.exp(np.float64(log_var)) - 1) / 2)
        if not are_right:
            found = as_numbers(results[0].get())
            expect(np.all(np.isfinite(found)), "the result is not finite (NaN or infinity)")
            _expect_curved(student, inputs)
        check_gradients(student, slopes, inputs, expected, are_right)
    return verdict


def _expect_curved(student: View, inputs: tuple[np.ndarray, ...]) -> None:
    """A Fault unless a wrong result bends as the mean or log_var grows, as no sum of them does."""
    sizes = []
    for shift in (0, 1, 2):
        moved = [values + np.float32(shift) for values in inputs]
        sizes.append(float(np.sum(as_numbers(student(*moved)))))
    bend = sizes[2] - 2 * sizes[1] + sizes[0]
    expect(
        abs(bend) > 1e-3 * max(map(abs, sizes)),
        "the result grows in a straight line with mean and log_var, or not at all; the divergence "
        "holds a square and an exponential",
    )


def _divergence(mean: np.ndarray, log_var: np.ndarray) -> np.ndarray:
    mean, log_var = mean.astype(float), log_var.astype(float)
    return np.asarray(0.5 * np.sum(np.expm1(log_var) - log_var + mean**2, axis=1))


def _expect_a_number_each(result: Result, mean: np.ndarray) -> np.ndarray:
    """The result, (n,); a Fault that says over what it was summed if it has another shape."""
    found, (rows, columns) = as_numbers(result.get()), mean.shape
    if found.shape == () and rows > 1:
        raise Fault(
            "the result is one number for the whole batch; each of its n rows has a divergence of "
            "its own, so the sum runs over the d latent dimensions only"
        )
    if found.shape == (rows, columns) and columns > 1:
        raise Fault(
            f"the result has shape {found.shape}; the sum over the d latent dimensions is missing"
        )
    if found.shape == (columns,) and columns != rows:
        raise Fault(
            f"the result has shape {found.shape}: the sum runs over the batch; expected one number "
            f"for each row, shape {(rows,)}"
        )
    return expect_shape(found, (rows,))


SHARES = (1.0, 0.5, 0.0, 0.25)  # of an extreme value, row by row


def _expect_extremes(student: View) -> None:
    """A Fault unless the values hold at the prior, and where e^log_var is very small or large."""
    cases = {
        "at the prior, where mean and log_var are 0": (0.0, 0.0),
        "where log_var is -20": (0.0, -20.0),
        "where log_var is 8": (0.0, 8.0),
        "where the mean is 30": (30.0, 0.0),
        "where the mean is -30": (-30.0, 0.0),
    }
    for what, (mean, log_var) in cases.items():
        inputs = float32(*(np.outer(SHARES, [size, size]) for size in (mean, log_var)))
        (result,) = student.results(inputs)
        expect_close(
            _expect_a_number_each(result, inputs[0]),
            _divergence(*inputs),
            absolute=1e-4,
            what=f"the result {what}",
        )


def _mistakes(mean: np.ndarray, log_var: np.ndarray) -> Mistakes:
    mean, log_var = mean.astype(float), log_var.astype(float)
    variance = np.exp(log_var)
    right = _divergence(mean, log_var)
    terms = {
        "the divergence is the wrong way round: the result is D_KL(N(0, 1)‖q)": (
            ((1 + mean**2) / variance - 1 + log_var) / 2,
        ),
        "the standard deviation stands where the variance belongs": (
            (np.exp(log_var / 2) - log_var + mean**2 - 1) / 2,
            (np.exp(log_var / 2) - log_var / 2 + mean**2 - 1) / 2,
        ),
        "log_var is taken for the logarithm of the standard deviation": (
            (variance**2 - 2 * log_var + mean**2 - 1) / 2,
            (variance**2 - log_var + mean**2 - 1) / 2,
        ),
        "the term -1 is missing: the result is not 0 where q is the prior": (
            (variance - log_var + mean**2) / 2,
        ),
        "the term 1 has the wrong sign: the result is not 0 where q is the prior": (
            (variance - log_var + mean**2 + 1) / 2,
        ),
        "the variance is missing; only its logarithm is there": ((mean**2 - log_var - 1) / 2,),
        "the logarithm of the variance is missing": ((variance + mean**2 - 1) / 2,),
        "the logarithm of the variance has the wrong sign": (
            (variance + log_var + mean**2 - 1) / 2,
        ),
        "the mean has no effect": ((variance - log_var - 1) / 2,),
        "the mean is not squared": (
            (variance - log_var + mean - 1) / 2,
            (variance - log_var + np.abs(mean) - 1) / 2,
        ),
        "the squared mean has the wrong sign": ((variance - log_var - mean**2 - 1) / 2,),
        "mean and log_var are swapped": ((np.exp(mean) - mean + log_var**2 - 1) / 2,),
    }
    shares = {
        "the factor 1/2 is missing": (2 * right,),
        "the sign is flipped: a divergence is never negative": (-right, -2 * right),
        "the result is the mean over the d latent dimensions; expected the sum": (
            right / mean.shape[1],
            2 * right / mean.shape[1],
        ),
        "the result is divided by the size of the batch; each row has a divergence of its own": (
            right / mean.shape[0],
        ),
        "all rows hold the sum over the batch": (np.full(right.shape, right.sum()),),
        "all rows hold the mean over the batch": (np.full(right.shape, right.mean()),),
        "the logarithm is to the base 2; the natural one is asked for": (right / np.log(2),),
    }
    return shares | {
        sentence: tuple(factor * np.sum(values, axis=1) for values in formulas for factor in (1, 2))
        for sentence, formulas in terms.items()
    }
