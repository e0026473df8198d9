"""Checks of random numbers. Each has a false-alarm rate below one in a million.

Means, deviations and correlations may lie six standard errors from what is expected. A normal
deviate passes six standard errors with a probability of 2e-9; a check that looks at a hundred
statistics thus raises a false alarm in fewer than one of a million right answers. Statistics that
are not normal by the central limit theorem alone (tails of a chi-square) are only taken over 1,000
numbers or more. The bounds of the other statistics are stated with them.
"""

from collections.abc import Iterator, Mapping
from statistics import NormalDist

import numpy as np

from autograder.checking.comparison import expect, told_apart

STANDARD_ERRORS = 6

# Kolmogorov's statistic, times the root of the number of draws, passes this with a probability of
# 2 exp(-2 · 3.3²) = 7e-10; where mean and deviation are those of the draws themselves, with less.
KOLMOGOROV = 3.3

# The largest fourth moment, in units of the variance squared, of draws whose variance says
# something. It is 3 for a normal distribution, and the number of draws where one outweighs all.
KURTOSIS = 20

# The singular values of an m × n matrix of independent draws of deviation 1 lie between √m - √n and
# √m + √n, with a scatter of a third at both ends and tails that fall faster than normal ones (Tracy
# and Widom 1994). Of 1,000 matrices of each accepted kind none lay 1 outside.
SINGULAR_MARGIN = 4

# Draws in float16 hold some thousand different numbers; one row or column, repeated, holds fewer.
MANY_NUMBERS = 2000

SHARES = np.arange(1, 1000) / 1000


def _truncated_normal(shares: np.ndarray) -> np.ndarray:
    """Quantiles of a normal distribution that is cut at two standard deviations."""
    inside = NormalDist().cdf(2) - NormalDist().cdf(-2)
    return np.array([NormalDist().inv_cdf(NormalDist().cdf(-2) + p * inside) for p in shares])


# The variance of a normal distribution truncated at two standard deviations, uncorrected.
TRUNCATED = 0.7737

# Quantiles of the distributions of mean 0 and variance 1.
QUANTILES = {
    "normal": np.array([NormalDist().inv_cdf(p) for p in SHARES]),
    "uniform": np.sqrt(3) * (2 * SHARES - 1),
    "truncated normal": _truncated_normal(SHARES) / np.sqrt(TRUNCATED),
}


def expect_moments(values: np.ndarray, mean: float, deviation: float, what: str) -> None:
    """A Fault unless mean and standard deviation of normal `values` are as expected."""
    count = values.size
    expect(
        abs(values.mean() - mean) < STANDARD_ERRORS * deviation / np.sqrt(count),
        f"{what} has mean {values.mean():.3g}; expected {mean:g}",
    )
    expect(
        abs(values.std() / deviation - 1) < STANDARD_ERRORS / np.sqrt(2 * count),
        "{} has standard deviation {}; expected {}".format(
            what, *told_apart(values.std(), deviation, digits=3)
        ),
    )


def expect_standard_normal(values: np.ndarray, what: str) -> None:
    """A Fault unless 1,000 or more numbers look like draws from N(0, 1)."""
    values = values.ravel()
    expect_moments(values, 0.0, 1.0, what)
    for bound, share in ((0.5, 0.382925), (2.0, 0.954500)):
        found = np.mean(np.abs(values) < bound)
        error = np.sqrt(share * (1 - share) / values.size)
        expect(
            abs(found - share) < STANDARD_ERRORS * error,
            f"{what} is not normally distributed: {found:.2%} of its numbers lie within "
            f"±{bound:g}, expected {share:.2%} (is it uniform, or truncated?)",
        )
    expect(
        follows(values, "normal"),
        f"{what} is not normally distributed: some numbers come too often and others too seldom",
    )


def follows(values: np.ndarray, family: str) -> bool:
    """Whether draws follow a distribution of mean 0 and variance 1 (Kolmogorov and Smirnov)."""
    below = np.searchsorted(np.sort(values, axis=None), QUANTILES[family], side="right")
    distance = np.max(np.abs(below / values.size - SHARES))
    return bool(distance * np.sqrt(values.size) < KOLMOGOROV)


def family_of(values: np.ndarray) -> str | None:
    """The distribution that draws follow, whatever their mean and their deviation, if any."""
    standard = standardised(values)
    return next((family for family in QUANTILES if follows(standard, family)), None)


def expect_different(first: np.ndarray, second: np.ndarray, otherwise: str) -> None:
    """A Fault if two draws hold the same numbers, at whatever place, or are correlated."""
    count = min(first.size, second.size)
    leading, other = np.ravel(first)[:count], np.ravel(second)[:count]
    expect(np.mean(leading == other) <= 0.01, otherwise)
    expect(not hold_the_same_numbers(first, second), otherwise)
    if count >= 1000:
        correlation = np.corrcoef(leading, other)[0, 1]
        expect(abs(correlation) < STANDARD_ERRORS / np.sqrt(count), otherwise)


def hold_the_same_numbers(first: np.ndarray, second: np.ndarray) -> bool:
    """Whether two arrays hold the same numbers, in whatever order and with whatever sign.

    The sums of two draws of 100 numbers agree to twelve digits in one of 10 billion cases.
    """
    one, other = (np.sum(np.abs(values), dtype=np.float64) for values in (first, second))
    return first.size == second.size and bool(np.isclose(one, other, rtol=1e-12, atol=0))


def share_of_common(first: np.ndarray, second: np.ndarray) -> float:
    """How many numbers of the smaller array the larger one holds too, whatever place and sign."""
    smaller, larger = sorted((np.abs(first).ravel(), np.abs(second).ravel()), key=np.size)
    return float(np.mean(np.isin(smaller, larger)))


def repeated(arrays: Mapping[str, np.ndarray]) -> Iterator[tuple[str, str]]:
    """Pairs of names whose arrays have a tenth of the smaller one's numbers in common.

    All numbers are sorted once, so that ten thousand arrays take no longer than their numbers do.
    """
    names = list(arrays)
    if len(names) < 2:
        return
    distinct = [np.unique(np.abs(np.ravel(arrays[name]))) for name in names]
    sizes = np.array([values.size for values in distinct], dtype=int)
    numbers, owners = np.concatenate(distinct), np.repeat(np.arange(len(names)), sizes)
    order = np.lexsort((owners, numbers))
    numbers, owners = numbers[order], owners[order]
    same = numbers[1:] == numbers[:-1]
    pairs = np.stack([owners[:-1][same], owners[1:][same]])
    pairs, counts = np.unique(pairs, axis=1, return_counts=True)
    for (one, other), count in zip(pairs.T, counts, strict=True):
        if count >= 0.1 * min(sizes[one], sizes[other]):
            yield names[one], names[other]


def holds_few_numbers(matrix: np.ndarray) -> bool:
    """Whether numbers are repeated so often that statistics of the matrix hang on chance.

    Draws in float16 are many numbers, too, although the largest matrices repeat each of them: one
    of them makes up a thousandth at most.
    """
    _, counts = np.unique(matrix, return_counts=True)
    is_repeated = counts.max() > 5 + 0.01 * matrix.size
    return bool(counts.size <= min(0.5 * matrix.size, MANY_NUMBERS) or is_repeated)


def expect_many_numbers(matrix: np.ndarray, what: str) -> None:
    """A Fault unless the entries of a matrix are finite and most of them are different."""
    expect(np.all(np.isfinite(matrix)), f"{what} is not finite everywhere (NaN or infinity)")
    expect(np.ptp(matrix) > 0, f"{what} holds one number only; every entry is a draw")
    expect(
        not holds_few_numbers(matrix),
        f"{what} holds few different numbers; every entry is to be a draw of its own",
    )


def expect_drawn(matrix: np.ndarray, what: str) -> None:
    """A Fault unless a matrix varies as one of draws does; nothing else is evidence without that.

    The statistics of a matrix that holds few numbers, or a few large ones among many small, or
    whose lines follow from each other, hang on chance.
    """
    expect_many_numbers(matrix, what)
    if matrix.size < 1000:
        return
    expect(
        np.mean(standardised(matrix) ** 4) < KURTOSIS,
        f"a few numbers of {what} are far larger than all others; draw all in one way",
    )
    expect_independent(matrix, what)


def standardised(values: np.ndarray) -> np.ndarray:
    """The values shifted and scaled to mean 0 and deviation 1."""
    standard: np.ndarray = (values - values.mean()) / values.std()
    return standard


def expect_independent(matrix: np.ndarray, what: str) -> None:
    """A Fault if rows or columns of a matrix of 1,000 or more draws tell of each other."""
    if matrix.ndim != 2:
        return
    standard = standardised(matrix)
    for axis, lines in ((0, "rows"), (1, "columns")):
        lag = np.moveaxis(standard, axis, 0)
        correlation = np.mean(lag[1:] * lag[:-1]) if len(lag) > 1 else 0.0
        expect(
            abs(correlation) < STANDARD_ERRORS / np.sqrt(lag[1:].size or 1),
            f"neighbouring {lines} of {what} are correlated ({correlation:.2f}); every entry is to "
            "be a draw of its own",
        )
    fewer = min(standard, standard.T, key=len)
    squares = np.linalg.eigvalsh(fewer @ fewer.T)
    smallest, largest = np.sqrt(np.maximum(squares[[0, -1]], 0))
    middle, scatter = np.sqrt(max(standard.shape)), np.sqrt(len(fewer)) + SINGULAR_MARGIN
    expect(
        middle - scatter < smallest and largest < middle + scatter,
        f"some rows or columns of {what} follow from others; every entry is to be a draw of its "
        "own",
    )
