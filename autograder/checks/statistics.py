"""Checks of random numbers. Each has a false-alarm rate below one in a million.

All bounds lie six standard errors from the expected statistic. A normal deviate passes six standard
errors with a probability of 2e-9; a check that looks at a hundred statistics thus raises a false
alarm in fewer than one of a million right answers. Statistics that are not normal by the central
limit theorem alone (tails of a chi-square) are only taken over 1,000 numbers or more.
"""

import numpy as np

from autograder.checks.compare import expect

STANDARD_ERRORS = 6


def expect_moments(values: np.ndarray, mean: float, deviation: float, what: str) -> None:
    """A Fault unless mean and standard deviation of normal `values` are as expected."""
    count = values.size
    expect(
        abs(values.mean() - mean) < STANDARD_ERRORS * deviation / np.sqrt(count),
        f"{what} has mean {values.mean():.3g}; expected {mean:g}",
    )
    expect(
        abs(values.std() / deviation - 1) < STANDARD_ERRORS / np.sqrt(2 * count),
        f"{what} has standard deviation {values.std():.3g}; expected {deviation:g}",
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
            f"{what} is no normal distribution: {found:.1%} of its numbers lie within ±{bound:g}, "
            f"expected {share:.1%} (is it uniform, or truncated?)",
        )


def expect_different(first: np.ndarray, second: np.ndarray, otherwise: str) -> None:
    """A Fault if more than one in a hundred of the leading numbers are the same."""
    count = min(first.size, second.size)
    same = np.mean(first.ravel()[:count] == second.ravel()[:count])
    expect(same <= 0.01, otherwise)


def holds_few_numbers(matrix: np.ndarray) -> bool:
    """Whether numbers are repeated so often that statistics of the matrix hang on chance."""
    return np.unique(matrix).size <= 0.5 * matrix.size


def expect_independent(matrix: np.ndarray, what: str) -> None:
    """A Fault if numbers of a matrix repeat, or neighbouring rows or columns are correlated."""
    expect(
        not holds_few_numbers(matrix),
        f"{what} holds few different numbers; every entry is to be a draw of its own",
    )
    if matrix.ndim < 2:
        return
    for axis, lines in ((0, "rows"), (1, "columns")):
        lag = np.moveaxis(matrix - matrix.mean(), axis, 0)
        correlation = np.mean(lag[1:] * lag[:-1]) / np.var(matrix)
        expect(
            abs(correlation) < STANDARD_ERRORS / np.sqrt(lag[1:].size),
            f"neighbouring {lines} of {what} are correlated ({correlation:.2f}); every entry is to "
            "be a draw of its own",
        )
