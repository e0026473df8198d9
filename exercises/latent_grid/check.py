"""Codes at the quantiles of two independent standard normal variables."""

from statistics import NormalDist

import numpy as np

from autograder.checking.comparison import (
    Mistakes,
    are_close,
    expect,
    expect_close,
    expect_shape,
)
from autograder.checking.verdict import Verdict
from autograder.checking.view import View

SIZES = (4, 1, 2, 7, 20)
TOLERANCE = 1e-4


def quantiles(shares: np.ndarray) -> np.ndarray:
    """Where these shares of a standard normal distribution lie below."""
    return np.array([NormalDist().inv_cdf(share) for share in shares])


def grid(axis: np.ndarray, other: np.ndarray | None = None) -> np.ndarray:
    """All pairs (n·n, 2); the first number, from `axis`, varies fastest."""
    other = axis if other is None else other
    return np.stack([np.tile(axis, len(other)), np.repeat(other, len(axis))], axis=1)


def codes(n: int) -> np.ndarray:
    return grid(quantiles((np.arange(n) + 0.5) / n))


def check(student: View) -> Verdict:
    """3 points: ½ for the shape, 1½ for the quantiles, 1 for the order."""
    verdict = Verdict("latent_grid")
    results = student.results(*((n,) for n in SIZES))
    with verdict.item(0.5, "shape (n·n, 2)"):
        for n, result in zip(SIZES, results, strict=True):
            expect_shape(result.get(), (n * n, 2))
    with verdict.item(1.5, "every pair of the n quantiles once"):
        for n, result in zip(SIZES, results, strict=True):
            found = expect_shape(result.get(), (n * n, 2))
            mistakes = {
                sentence: [_sorted(np.asarray(one)) for one in values]
                for sentence, values in _mistakes(n).items()
            }
            expect_close(
                _sorted(found),
                _sorted(codes(n)),
                relative=0,
                absolute=TOLERANCE,
                what=f"the sorted list of codes for n = {n}",
                mistakes=mistakes,
            )
    with verdict.item(1, "the order: the first number varies fastest, both ascend"):
        # Also of other numbers than the quantiles, whose points are lost already.
        for n, result in zip(SIZES, results, strict=True):
            _expect_order(expect_shape(result.get(), (n * n, 2)), n)
    return verdict


def _sorted(pairs: np.ndarray) -> np.ndarray:
    """The pairs by their second number and then by the first, to three decimals."""
    first, second = np.round(pairs, 3).T
    return pairs[np.lexsort((first, second))]


def _expect_order(found: np.ndarray, n: int) -> None:
    expect(bool(np.all(np.isfinite(found))), "the codes are not finite (NaN or infinity)")
    first, second = found.T.reshape(2, n, n)
    if n == 1:
        return
    axis, other = first[0], second[:, 0]
    expect(bool(np.any(np.diff(found, axis=0))), "all codes are the same")
    expect(
        not are_close(found, grid(second[0], first[:, 0])[:, ::-1], 0, TOLERANCE)
        or bool(np.ptp(axis)),
        "the second number varies fastest; expected the first",
    )
    expect(
        are_close(found, grid(axis, other), 0, TOLERANCE),
        f"for n = {n} the codes are no grid of {n} rows that hold the same {n} first numbers each, "
        "with a second number that is one for the row",
    )
    for name, values in (("first", axis), ("second", other)):
        expect(
            bool(np.all(np.diff(values) > 0)),
            f"the {name} number does not ascend",
        )


def _mistakes(n: int) -> Mistakes:
    def between(low: float, high: float) -> np.ndarray:
        return grid(quantiles(np.linspace(low, high, n)))

    middle = (np.arange(n) + 0.5) / n
    return {
        "equal steps are taken; expected quantiles, which lie closer where the prior is dense": (
            *(grid(np.linspace(-end, end, n)) for end in (1, 2, 2.5, 3, 4, 1.5, 1.645, 1.96)),
            grid(np.linspace(quantiles(middle)[0], quantiles(middle)[-1], n)),
        ),
        "the shares run evenly from near 0 to near 1; those of the text are (i + ½)/n": tuple(
            between(low, 1 - low) for low in (0.01, 0.05, 0.025, 0.1, 0.001)
        ),
        "the shares are (i + 1)/(n + 1); those of the text are (i + ½)/n": (
            grid(quantiles((np.arange(n) + 1) / (n + 1))),
        ),
        "the codes are shares, between 0 and 1; the quantiles that belong to them are asked for": (
            grid(middle),
        ),
        "the distribution function is taken where its inverse is asked for": (
            grid(np.array([NormalDist().cdf(share) for share in middle])),
        ),
        "the quantiles are those of a distribution with another variance": (
            2 * codes(n),
            codes(n) / 2,
            np.sqrt(2) * codes(n),
            codes(n) / np.sqrt(2),
        ),
    }
