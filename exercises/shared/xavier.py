"""Weights as Xavier initialisation gives them (Glorot and Bengio 2010, equations 12 and 16)."""

import numpy as np

from autograder.checking.comparison import expect
from autograder.checking.statistics import STANDARD_ERRORS, holds_few_numbers
from autograder.checking.view import StudentError
from exercises.shared import network
from exercises.shared.visible.draws import XAVIER_VARIANCES

# The test error after TRAINING_STEPS steps from right weights; see benchmarks/thresholds.md.
TRAINING_STEPS = 300
BATCH_SIZE = 25


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
        for accepted in XAVIER_VARIANCES
    ):
        return
    for shape, (ratio, bound) in ratios.items():
        expect(
            any(abs(ratio / accepted - 1) < bound for accepted in XAVIER_VARIANCES),
            f"weights of shape {shape} have variance {np.var(matrices[shape]):.4g}, "
            f"{ratio:.3g} times what Xavier initialisation gives for this n_in and n_out",
        )
    raise StudentError(
        "the variance depends on n_in and n_out in another way than Xavier initialisation: it is "
        + ", ".join(f"{ratio:.3g} times that for {shape}" for shape, (ratio, _) in ratios.items())
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
