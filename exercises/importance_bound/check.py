"""Notebook 5: the importance-weighted bound of Burda, Grosse and Salakhutdinov (2016)."""

from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.checking.comparison import are_close, expect, expect_close, expect_shape
from autograder.checking.verdict import Verdict
from autograder.checking.view import View

Formula = Callable[[np.ndarray], float]


def bound(log_w: np.ndarray) -> float:
    """The mean over rows of log (1/K Σ_k exp log_w[n, k]); their equation (8)."""
    return float(np.mean(_log_sum(log_w) - np.log(log_w.shape[1])))


def _log_sum(log_w: np.ndarray) -> np.ndarray:
    largest = log_w.max(axis=1, keepdims=True)
    return np.asarray(largest[:, 0] + np.log(np.sum(np.exp(log_w - largest), axis=1)))


def check(student: View) -> Verdict:
    """Give points for values, and for weights too small or too large to be written down.

    A slip in the formula costs the values once: the second item then follows that formula, if it
    has exponentials that can be lost.
    """
    verdict = Verdict("importance_bound")
    draw = np.random.default_rng(4507)
    ordinary = [draw.normal(-3, 2, size=shape) for shape in ((6, 9), (5, 1), (1, 4), (1, 1))]

    with verdict.item(1, "the mean over n of the logarithm of the mean weight"):
        for log_w in ordinary:
            found = expect_shape(student(log_w), ())
            formulas = SLIPS | WITHOUT_EXPONENTIALS
            slips = {words: (formula(log_w),) for words, formula in formulas.items()}
            expect_close(found, bound(log_w), absolute=1e-5, mistakes=slips)
    with verdict.item(1, "log-weights near -2000 and +800, and weights of 0"):
        form = _form_of(student, ordinary)
        for what, log_w in _hard(draw).items():
            found = expect_shape(student(log_w), ())
            expect(
                bool(np.isfinite(found)),
                f"the bound is {float(found):g} for {what}: exp is 0 or infinite there, though the "
                "logarithm of the mean is an ordinary number",
            )
            expect_close(found, form(log_w), absolute=1e-5, what=f"the bound for {what}")
    return verdict


SLIPS: dict[str, Formula] = {
    "the weights are summed; the bound has their mean, 1/K times the sum": lambda log_w: float(
        np.mean(_log_sum(log_w))
    ),
    "the sign is flipped": lambda log_w: -bound(log_w),
    "the rows are added up; the bound is their mean": lambda log_w: bound(log_w) * len(log_w),
    "the mean is taken over all weights before the logarithm; each row has its own logarithm": (
        lambda log_w: bound(log_w.reshape(1, -1))
    ),
    "the axes are swapped: the logarithm is taken of means over n": lambda log_w: bound(log_w.T),
    "the logarithm of K is added; the mean subtracts it": lambda log_w: float(
        np.mean(_log_sum(log_w) + np.log(log_w.shape[1]))
    ),
    "the logarithm is to the base 2": lambda log_w: bound(log_w) / np.log(2),
}
# No exponential is taken in these, so that weights that are hard to write down prove nothing.
WITHOUT_EXPONENTIALS: dict[str, Formula] = {
    "the logarithms are averaged; that is the bound for K = 1, whatever K is": lambda log_w: float(
        np.mean(log_w)
    ),
    "only the largest weight of each row is taken": lambda log_w: float(np.mean(log_w.max(axis=1))),
}


def _form_of(student: View, cases: list[np.ndarray]) -> Formula:
    """The formula that the student's function computes in ordinary cases; else the right one."""
    found = [student(log_w) for log_w in cases]
    for formula in SLIPS.values():
        if are_close(_numbers(found), np.array([formula(one) for one in cases]), 1e-3, 1e-5):
            return formula
    return bound


def _numbers(values: list[Any]) -> np.ndarray:
    return np.array([float(expect_shape(value, ())) for value in values])


def _hard(draw: np.random.Generator) -> dict[str, np.ndarray]:
    with_zeros = draw.normal(-3, 2, size=(5, 6))
    with_zeros[0, :5] = with_zeros[2, 3] = with_zeros[4, ::2] = -np.inf
    return {
        "log-weights near -2000": draw.normal(-2000, 3, size=(4, 7)),
        "log-weights near +800": draw.normal(800, 3, size=(4, 7)),
        "one log-weight near -2000 a row": draw.normal(-2000, 3, size=(3, 1)),
        "weights of 0 (log-weights of -inf)": with_zeros,
        "rows near -2000 beside rows near +800": np.concatenate(
            [draw.normal(-2000, 3, size=(2, 5)), draw.normal(800, 3, size=(2, 5))]
        ),
    }
