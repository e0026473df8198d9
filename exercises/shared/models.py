"""Models with K states, and what functions of them are looked at by."""

import itertools
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autograder.checking.comparison import (
    Mistakes,
    are_close,
    expect_shape,
)
from autograder.checking.verdict import Fault
from autograder.checking.view import Result, View

# Zeros under a logarithm are part of the exercise; what NumPy warns of is the student's affair.
quietly = np.errstate(all="ignore")

Model = tuple[np.ndarray, np.ndarray]  # prior and likelihood
Case = tuple[np.ndarray, np.ndarray, np.ndarray]  # q, prior and likelihood
Formula = Callable[..., float]

SIZES = (2, 3, 5, 17)
TINY = "1,000 states with likelihoods near 1e-300"
# What people add inside a logarithm.
SMALL: tuple[float, ...] = (
    *(10.0**-power for power in range(3, 101)),
    float(np.finfo(np.float32).eps),
    float(np.finfo(float).eps),
)


def probabilities(draw: np.random.Generator, states: int) -> np.ndarray:
    """Positive probabilities, none of them smaller than a thousandth of their average."""
    weights = draw.gamma(1.0, size=states) + 1e-3
    return np.asarray(weights / weights.sum())


def draw_models(draw: np.random.Generator) -> list[Model]:
    return [(probabilities(draw, states), draw.uniform(0.01, 0.99, states)) for states in SIZES]


def draw_one_state(draw: np.random.Generator) -> Model:
    return np.ones(1), draw.uniform(0.1, 0.4, size=1)


def draw_with_zeros(draw: np.random.Generator) -> Case:
    """A prior with zeros, a likelihood, and a q that is zero there and at one more state."""
    q, prior = np.array([0.0, 0.4, 0.6, 0.0, 0.0]), np.array([0.0, 0.2, 0.5, 0.0, 0.3])
    return q, prior, draw.uniform(0.05, 0.9, size=5)


def draw_tiny(draw: np.random.Generator) -> Model:
    """1,000 states with likelihoods between 1e-300 and 1e-290."""
    return probabilities(draw, 1000), 10.0 ** draw.uniform(-300, -290, size=1000)


def in_parts(student: View, *parts: Sequence[tuple[Any, ...]]) -> list[list[Result]]:
    """The results of several lists of calls, made one after another, list by list."""
    results = iter(student.results(*itertools.chain(*parts)))
    return [list(itertools.islice(results, len(part))) for part in parts]


def negative(formula: Formula) -> Formula:
    return lambda *case: -formula(*case)


def form_of(
    results: list[Result],
    cases: Sequence[tuple[Any, ...]],
    right: Formula,
    *slips: Formula,
) -> Formula:
    """The formula with which hard cases are compared: the right one, or one with a flipped sign.

    It is the latter where the student's function computes that in plain cases, so that a sign
    costs the values once and not the hard cases as well.
    """
    try:
        found = [float(expect_shape(result.get(), ())) for result in results]
    except Fault:
        return right
    for slip in slips:
        if are_close(np.array(found), np.array([slip(*case) for case in cases]), 1e-3, 1e-5):
            return slip
    return right


def lost_likelihoods(formula: Callable[[float], float]) -> Mistakes:
    """What hides a tiny likelihood, for a formula of the small number that is added to it."""
    return {
        f"a small number is added inside the logarithm, {small:.3g} or so; it hides likelihoods "
        "near 1e-300": (formula(small),)
        for small in SMALL
    } | {
        "likelihoods near 1e-300 become 0; stay with float64, in which they come": (-np.inf,),
    }
