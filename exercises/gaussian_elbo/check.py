"""The bound F in closed form, for a latent that is a real number."""

from collections.abc import Callable, Iterator

import numpy as np

from autograder.checking.comparison import expect_close, expect_shape
from autograder.checking.verdict import Verdict
from autograder.checking.view import Result, View
from exercises.shared.models import (
    in_parts,
    quietly,
)

# Of x, mean, variance and noise.
Formula = Callable[[float, float, float, float], float | np.ndarray]

NOISES = (1.0, 0.35, 2.6)


@quietly
def check(student: View) -> Verdict:
    """Hold F to quadrature; a wrong constant of the noise costs its value alone."""
    verdict = Verdict("gaussian_elbo")
    cases = list(_gaussian_cases())
    right = np.array([_quadrature(*case) for case in cases])
    mistakes = {
        sentence: [np.array([formula(*case) for case in cases]) for formula in formulas]
        for sentence, formulas in MISTAKES.items()
    }

    first, again = in_parts(student, cases, cases[::-1])

    def found(results: list[Result] = first) -> np.ndarray:
        return np.array([float(expect_shape(result.get(), ())) for result in results])

    def changes(values: np.ndarray) -> np.ndarray:
        """How F differs from its first value at the same noise."""
        by_noise = values.reshape(len(NOISES), -1)
        return np.asarray(by_noise[:, 1:] - by_noise[:, :1])

    with verdict.item(1, "how F changes with x, the mean and the variance of q"):
        for values in (found(), found(again[::-1])):
            expect_close(
                changes(values),
                changes(right),
                absolute=max(1e-4, _rounding(first, right)),
                what="the change of F with x, mean and variance",
                mistakes={
                    sentence: [changes(values) for values in candidates]
                    for sentence, candidates in mistakes.items()
                },
            )
    with verdict.item(1, "its value, for three variances of the noise"):
        expect_close(found(), right, absolute=1e-4, what="F", mistakes=mistakes)
        expect_close(found(again[::-1]), right, absolute=1e-4, what="F at a later call")
    return verdict


def _rounding(results: list[Result], right: np.ndarray) -> float:
    """How far differences of right values may be off in the precision in which results came."""
    # A whole number of Python's own is exact.
    types = {np.result_type(np.asarray(result.get()), np.float16) for result in results}
    return float(max(np.finfo(one).eps for one in types) * np.abs(right).max())


def _gaussian_cases() -> Iterator[tuple[float, float, float, float]]:
    """x, mean, variance and noise; the first three of each noise include the exact posterior."""
    draw = np.random.default_rng(8317)
    for noise in NOISES:
        yield 1.2, 1.2 / (1 + noise), noise / (1 + noise), noise
        for _ in range(6):
            x, mean = draw.normal(scale=1.5, size=2)
            yield float(x), float(mean), float(draw.uniform(0.2, 2.5)), noise


def _quadrature(x: float, mean: float, variance: float, noise: float) -> float:
    """F by Gauss and Hermite's rule: the average of log p(x|z) + log p(z) - log q(z|x)."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(40)
    z = mean + np.sqrt(variance) * nodes
    terms = _log_normal(x, z, noise) + _log_normal(z, 0, 1) - _log_normal(z, mean, variance)
    return float(np.sum(weights * terms) / np.sqrt(2 * np.pi))


def _log_normal(value: np.ndarray | float, mean: np.ndarray | float, variance: float) -> np.ndarray:
    return np.asarray(-0.5 * (np.log(2 * np.pi * variance) + (value - mean) ** 2 / variance))


def _reconstruction(x: float, mean: float, variance: float, noise: float) -> float:
    """The average of log p(x|z) under q."""
    return float(_log_normal(x, mean, noise)) - variance / (2 * noise)


def _divergence(x: float, mean: float, variance: float, noise: float) -> float:
    """The divergence of q from the prior."""
    return float(0.5 * (variance + mean**2 - 1 - np.log(variance)))


def _gaussian(
    reconstruction: Formula = _reconstruction, divergence: Formula = _divergence
) -> Formula:
    """F, or what it is with one of its two parts replaced."""
    return lambda *case: float(reconstruction(*case) - divergence(*case))


bound = _gaussian()
MISTAKES: dict[str, list[Formula]] = {
    "the sign is flipped: the result is -F": [lambda *case: -bound(*case)],
    "`variance` is taken for a standard deviation": [
        lambda x, mean, variance, noise: bound(x, mean, variance**2, noise),
        _gaussian(
            divergence=lambda x, mean, variance, noise: (
                0.5 * (variance**2 + mean**2 - 1 - 2 * np.log(variance))
            )
        ),
    ],
    "`noise` is taken for a standard deviation": [
        lambda x, mean, variance, noise: bound(x, mean, variance, noise**2)
    ],
    "`variance` and `noise` are both taken for standard deviations": [
        lambda x, mean, variance, noise: bound(x, mean, variance**2, noise**2)
    ],
    "the square root of a variance stands where the variance belongs": [
        lambda x, mean, variance, noise: bound(x, mean, variance**0.5, noise),
        lambda x, mean, variance, noise: bound(x, mean, variance, noise**0.5),
        lambda x, mean, variance, noise: bound(x, mean, variance**0.5, noise**0.5),
    ],
    "log p(x|z) is taken at the mean of q; its average under q also feels how q is spread": [
        _gaussian(lambda x, mean, variance, noise: _log_normal(x, mean, noise))
    ],
    "the first integral has the variance of q with the wrong sign": [
        _gaussian(
            lambda x, mean, variance, noise: _log_normal(x, mean, noise) + variance / (2 * noise)
        )
    ],
    "the variance of q is not divided by the noise in the first integral": [
        _gaussian(lambda x, mean, variance, noise: _log_normal(x, mean, noise) - variance / 2)
    ],
    "the factor 1/2 of the squared distance from x is missing": [
        _gaussian(
            lambda x, mean, variance, noise: (
                -0.5 * np.log(2 * np.pi * noise) - ((x - mean) ** 2 + variance) / noise
            )
        )
    ],
    "the factor 1/2 of the divergence is missing": [
        _gaussian(
            divergence=lambda x, mean, variance, noise: variance + mean**2 - 1 - np.log(variance)
        )
    ],
    "the divergence is added; equation (1) subtracts it": [
        _gaussian(
            divergence=lambda x, mean, variance, noise: (
                -0.5 * (variance + mean**2 - 1 - np.log(variance))
            )
        )
    ],
    "the second integral of equation (1), the divergence from the prior, is missing": [
        _gaussian(divergence=lambda x, mean, variance, noise: 0.0)
    ],
    "the first integral of equation (1), the average of log p(x|z), is missing": [
        _gaussian(lambda x, mean, variance, noise: 0.0)
    ],
    "the divergence is the wrong way round: the prior and q are swapped in it": [
        _gaussian(
            divergence=lambda x, mean, variance, noise: (
                0.5 * ((1 + mean**2) / variance - 1 + np.log(variance))
            )
        )
    ],
    "the logarithm of the variance is missing from the divergence": [
        _gaussian(divergence=lambda x, mean, variance, noise: 0.5 * (variance + mean**2 - 1))
    ],
    "the logarithm of the variance has the wrong sign in the divergence": [
        _gaussian(
            divergence=lambda x, mean, variance, noise: (
                0.5 * (variance + mean**2 - 1 + np.log(variance))
            )
        )
    ],
    "the mean of q is not squared in the divergence": [
        _gaussian(
            divergence=lambda x, mean, variance, noise: (
                0.5 * (variance + mean - 1 - np.log(variance))
            )
        )
    ],
    "the mean of q is missing from the divergence": [
        _gaussian(
            divergence=lambda x, mean, variance, noise: 0.5 * (variance - 1 - np.log(variance))
        )
    ],
    "the result is log p(x), whatever q is": [
        lambda x, mean, variance, noise: float(_log_normal(x, 0, 1 + noise))
    ],
    "the constant of the divergence, -1/2, is missing": [lambda *case: bound(*case) - 0.5],
    "the normalising constant of p(x|z) is missing": [
        lambda x, mean, variance, noise: (
            bound(x, mean, variance, noise) + 0.5 * np.log(2 * np.pi * noise)
        )
    ],
    "the normalising constants are missing, of p(x|z) and of the divergence": [
        lambda x, mean, variance, noise: (
            bound(x, mean, variance, noise) + 0.5 * np.log(2 * np.pi * noise) - 0.5
        )
    ],
    "the 2π in the normalising constant of p(x|z) is missing": [
        lambda *case: bound(*case) + 0.5 * np.log(2 * np.pi)
    ],
    "the noise is missing from the normalising constant of p(x|z)": [
        lambda x, mean, variance, noise: bound(x, mean, variance, noise) + 0.5 * np.log(noise)
    ],
    "the normalising constant of p(x|z) lacks its factor 1/2": [
        lambda x, mean, variance, noise: (
            bound(x, mean, variance, noise) - 0.5 * np.log(2 * np.pi * noise)
        )
    ],
}
