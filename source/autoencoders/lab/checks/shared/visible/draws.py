"""Random parameters: their form, and how they are drawn."""

import math
from collections.abc import Collection
from itertools import islice
from typing import Any

import numpy as np

from .results import Parameters, Problem, Shape, array, expect, kind, numbers

# How many standard errors a statistic of random numbers may be off.
STANDARD_ERRORS = 6


def _normal_within(bound: float) -> float:
    """The share of a standard normal distribution between -bound and bound."""
    return math.erf(bound / math.sqrt(2))


# A normal distribution that is cut at two standard deviations keeps this share, and of the variance
# 1 - 2 · 2 φ(2) / share, with the density φ.
WITHIN_TWO = _normal_within(2)
TRUNCATED = 1 - 4 * math.exp(-2) / math.sqrt(2 * math.pi) / WITHIN_TWO

# By what a variance is larger with the factor 4 on the range, for sigmoid units.
SIGMOID = 16

# The accepted multiples of 2 / (n_in + n_out).
XAVIER_VARIANCES = (1, TRUNCATED, SIGMOID, SIGMOID * TRUNCATED)

# The shares of a distribution within ½ and within 1 of its standard deviations.
FAMILIES = {
    "uniform": (0.5 / math.sqrt(3), 1 / math.sqrt(3)),
    "normal": (_normal_within(0.5), _normal_within(1)),
    "truncated normal": tuple(
        _normal_within(bound * math.sqrt(TRUNCATED)) / WITHIN_TWO for bound in (0.5, 1)
    ),
}


def expect_variables(
    result: Any, shapes: tuple[dict[str, Shape], dict[str, Shape]]
) -> tuple[Parameters, Parameters]:
    """The result of a function that makes parameters; a Problem unless it is in the right form."""
    import tensorflow as tf

    expect(result is not None, "the result is None; end the function with `return …`")
    expect(
        isinstance(result, tuple | list) and len(result) == 2,
        f"the result is {kind(result)}; expected the pair `weights, biases`",
    )
    for name, group in zip(("weights", "biases"), result, strict=True):
        expect(isinstance(group, dict), f"{name} is {kind(group)}; expected a dict")
    for number, (name, expected) in enumerate(zip(("weights", "biases"), shapes, strict=True)):
        group, other = result[number], result[1 - number]
        missing = [key for key in expected if key not in group]
        are_swapped = missing and set(missing) <= set(other)
        expect(
            not missing,
            f"{name} lacks the key {', '.join(missing)}; it has "
            + (f"the keys {_listed(group)}" if group else "no key at all")
            + (": did you swap weights and biases?" if are_swapped else ""),
        )
        extra = [key for key in group if key not in expected]
        expect(not extra, f"{name} has a key too many: {_listed(extra)}")
        for key, shape in expected.items():
            what, value = f'{name}["{key}"]', group[key]
            array(value, shape, what)
            expect(
                isinstance(value, tf.Variable | tf.keras.Variable),
                f"{what} is {kind(value)}, which training cannot change; expected a tf.Variable",
            )
            expect(
                value.trainable,
                f"{what} has trainable=False, so training does not change it; leave that out",
            )
            dtype = np.array(value).dtype
            expect(dtype == np.float32, f"{what} is of type {dtype}; expected float32")
    weights, biases = result
    return weights, biases


def _listed(keys: Collection[Any]) -> str:
    """The first few of these keys."""
    shown = [str(key)[:40] for key in islice(keys, 8)]
    return ", ".join(shown) + (", …" if len(keys) > 8 else "")


def expect_draws(values: np.ndarray, what: str) -> None:
    """Hold random numbers to be draws of their own, one for each entry."""
    expect(np.ptp(values) > 0, f"{what} holds {values.flat[0]:.3g} only; every entry is a draw")
    _, counts = np.unique(values, return_counts=True)
    expect(
        # Draws in float16 hold some thousand different numbers, however many they are.
        counts.size > min(0.5 * values.size, 2000) and counts.max() <= 5 + 0.01 * values.size,
        f"{what} repeats its numbers (does one row or column stand for all?); every entry is "
        "a draw of its own",
    )


def expect_standard_normal(values: np.ndarray, what: str) -> None:
    """Hold random numbers, (draws, numbers), to be drawn from N(0, 1)."""
    expect_draws(values[0], what)
    error = STANDARD_ERRORS / math.sqrt(values.size)
    advice = "expected N(0, 1), mean 0 and standard deviation 1"
    expect(abs(values.mean()) < error, f"{what} has mean {values.mean():.3g}; {advice}")
    expect(
        abs(values.std() - 1) < error,
        f"{what} has standard deviation {values.std():.3g}; {advice}",
    )
    inside = np.mean(np.abs(values) < 2)
    deviation = math.sqrt(WITHIN_TWO * (1 - WITHIN_TWO))  # of one number's being inside
    expect(
        abs(inside - WITHIN_TWO) < deviation * error,
        f"{what} has {inside:.1%} of its numbers within ±2; expected {WITHIN_TWO:.1%}, as in a "
        "normal distribution that is not truncated",
    )


def expect_fresh(name: str, first: Parameters, second: Parameters) -> None:
    """Hold the weights, or the biases, of two calls to be drawn anew, and each for itself."""
    arrays = {key: numbers(value) for key, value in first.items()}
    drawn = {key: values for key, values in arrays.items() if np.ptp(values) > 0}
    for number, (key, values) in enumerate(drawn.items()):
        expect(
            share_of_equal(values, numbers(second[key])) < 0.01,
            f'two calls return the same {name}["{key}"]; fix no seed, and draw in each call',
        )
        for other in list(drawn)[:number]:
            smaller, larger = sorted((values, drawn[other]), key=np.size)
            expect(
                np.mean(np.isin(smaller, larger)) < 0.1,
                f'{name}["{other}"] and {name}["{key}"] hold the same numbers; draw each for '
                "itself (a Keras initializer that is used twice repeats its draw)",
            )


def share_of_equal(first: np.ndarray, second: np.ndarray) -> float:
    """How many numbers two arrays have in common at the same places."""
    count = min(first.size, second.size)
    return float(np.mean(first.ravel()[:count] == second.ravel()[:count]))


def expect_xavier_variance(matrices: dict[Shape, np.ndarray], where: str = "") -> None:
    """Hold variances to 2 / (n_in + n_out), or to one of its accepted multiples for all."""
    for accepted in XAVIER_VARIANCES:
        if all(
            abs(values.var() * sum(shape) / 2 / accepted - 1)
            < STANDARD_ERRORS * math.sqrt(2 / values.size)
            for shape, values in matrices.items()
        ):
            return
    found = ", ".join(
        f"{values.var() * sum(shape) / 2:.3g} times that for {shape}"
        for shape, values in matrices.items()
    )
    raise Problem(
        f"{where}the variance is to be 2 / (n_in + n_out), or {SIGMOID} times that, the factor 4 "
        f"for sigmoid units; found {found}. Does your random function take a variance, a standard "
        "deviation or the ends of a range?"
    )


def expect_family(values: np.ndarray) -> None:
    """Hold numbers to be uniform or normal by their shares within ½ and 1 standard deviations."""
    deviations = np.abs(values - values.mean()) / values.std()
    found = np.mean(deviations < 0.5), np.mean(deviations < 1)
    expect(
        any(
            np.allclose(found, shares, atol=3 / math.sqrt(values.size))
            for shares in FAMILIES.values()
        ),
        f"the numbers are neither uniform nor normal: {found[1]:.0%} lie within one standard "
        f"deviation; expected {FAMILIES['uniform'][1]:.0%} or {FAMILIES['normal'][1]:.0%}",
    )
