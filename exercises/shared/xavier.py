"""Notebook 3: Xavier initialisation (Glorot and Bengio 2010, equations 12 and 16)."""

from functools import cache

import numpy as np

from autograder.checking.comparison import expect, expect_shape
from autograder.checking.statistics import (
    STANDARD_ERRORS,
    TRUNCATED,
    expect_different,
    expect_drawn,
    family_of,
    holds_few_numbers,
    standardised,
)
from autograder.checking.verdict import Verdict
from autograder.checking.view import StudentError, View
from exercises.shared import network

SHAPES = ((784, 256), (256, 128), (128, 256), (96, 2000))

# By what a variance is larger with the factor 4 on the range, for sigmoid units.
SIGMOID = 16
ACCEPTED = (1, TRUNCATED, SIGMOID, SIGMOID * TRUNCATED)

# The test error after TRAINING_STEPS steps from right weights; see benchmarks/thresholds.md.
TRAINING_STEPS = 300
BATCH_SIZE = 50
TRAINING_THRESHOLD = 0.045


def xavier_init(student: View) -> Verdict:
    """8 points: 2 each for variance and fresh draws, 1 for each other item."""
    verdict = Verdict("xavier_init")
    calls = [shape for _ in range(2) for shape in SHAPES]
    draws = dict(zip(enumerate(calls), student.results(*calls), strict=True))
    with verdict.item(1, "shape (n_in, n_out)"):
        for (_, shape), draw in draws.items():
            expect_shape(draw.get(), shape, f"xavier_init{shape}")

    @cache
    def drawn() -> list[tuple[tuple[int, int], np.ndarray]]:
        """All draws with their shapes; a Fault if one of them varies as no draw does."""
        found = []
        for (_, shape), draw in draws.items():
            what = f"xavier_init{shape}"
            found.append((shape, expect_shape(draw.get(), shape, what)))
            expect_drawn(found[-1][1], what)
        return found

    with verdict.item(1, "zero mean"):
        for shape, values in drawn():
            expect(
                abs(values.mean()) <= STANDARD_ERRORS * values.std() / np.sqrt(values.size),
                f"xavier_init{shape} has mean {values.mean():.3g}; expected 0",
            )
    with verdict.item(2, "the variance follows from n_in and n_out"):
        everything = drawn()
        for half in (everything[: len(SHAPES)], everything[len(SHAPES) :]):
            expect_variance(dict(half))
    with verdict.item(1, "a uniform or a normal distribution"):
        for shape, values in drawn():
            expect_uniform_or_normal(values, f"xavier_init{shape}")
    with verdict.item(2, "independent entries, new ones at each call"):
        everything = drawn()
        for (_, first), (_, second) in zip(everything, everything[len(SHAPES) :], strict=False):
            expect_different(first, second, "two calls return the same numbers; is a seed fixed?")
    with verdict.item(1, "a network learns from such weights"):
        drawn()
        weight_shapes, _ = network.layer_shapes(network.SIZES)
        weights = {
            key: expect_shape(student(*shape), shape) for key, shape in weight_shapes.items()
        }
        expect_learning(weights, TRAINING_THRESHOLD)
    return verdict


def expect_variance(matrices: dict[tuple[int, int], np.ndarray]) -> None:
    """A Fault unless all variances are the same accepted multiple of 2 / (n_in + n_out).

    A sample variance of n numbers has a relative standard error of √((κ - 1) / n) with the
    kurtosis κ ≤ 3 of the accepted distributions.
    """
    ratios = {
        shape: (
            np.var(values) * sum(shape) / 2,
            STANDARD_ERRORS * np.sqrt(2 / values.size),
        )
        for shape, values in matrices.items()
    }
    if any(
        all(abs(ratio / accepted - 1) < bound for ratio, bound in ratios.values())
        for accepted in ACCEPTED
    ):
        return
    for shape, (ratio, bound) in ratios.items():
        expect(
            any(abs(ratio / accepted - 1) < bound for accepted in ACCEPTED),
            f"weights of shape {shape} have variance {np.var(matrices[shape]):.4g}, "
            f"{ratio:.3g} times what Xavier initialisation gives for this n_in and n_out",
        )
    raise StudentError(
        "the variance depends on n_in and n_out in another way than Xavier initialisation: it is "
        + ", ".join(f"{ratio:.3g} times that for {shape}" for shape, (ratio, _) in ratios.items())
    )


def expect_uniform_or_normal(values: np.ndarray, what: str) -> None:
    """A Fault unless the draws, whatever their mean and variance, are of a known family."""
    expect(
        family_of(values) is not None,
        f"{what} is neither uniform nor normal: "
        f"{np.mean(np.abs(standardised(values)) < 0.5):.1%} of its numbers lie within half a "
        f"standard deviation and {np.mean(np.abs(standardised(values)) < 1):.1%} within one",
    )


def expect_learning(weights: network.Parameters, threshold: float) -> None:
    """A Fault unless a network that starts from these weights gets below the threshold.

    From one random row, repeated, some draws learn and others do not: these earn nothing.
    """
    for values in weights.values():
        expect(
            not holds_few_numbers(values),
            f"weights of shape {np.shape(values)} hold few different numbers; what a network "
            "learns from such weights hangs on chance",
        )
    error = error_after_training(weights, np.random.default_rng(2837))
    expect(
        error < threshold,
        f"after {TRAINING_STEPS} steps from these weights the reconstruction error is {error:.4f} "
        f"per pixel; expected less than {threshold:.4f}",
    )


def error_after_training(weights: network.Parameters, draw: np.random.Generator) -> float:
    """The test error that a network reaches from these weights; all else is the test's own.

    The biases start at zero. Weights without the factor 4 for sigmoid units get it: without it a
    deep network learns so slowly that few steps tell hardly anything.
    """
    ratios = [np.var(values) * sum(np.shape(values)) / 2 for values in weights.values()]
    factor = 4 if all(1 / 4 < ratio < 4 for ratio in ratios) else 1
    start = {key: factor * np.asarray(values) for key, values in weights.items()}
    biases = {key.replace("_h", "_b"): np.zeros(np.shape(start[key])[1]) for key in start}
    training_images, test_images = network.images()
    order = network.order(draw, TRAINING_STEPS, BATCH_SIZE)
    trained = network.train(start, biases, training_images, order)
    return network.reconstruction_error(test_images, *trained)
