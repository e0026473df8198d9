"""Notebook 2: the cross-entropy, its values, and what it does where a sigmoid saturates."""

import numpy as np

from autograder.checks import network
from autograder.checks.compare import (
    Mistakes,
    are_close,
    as_numbers,
    expect,
    expect_close,
    expect_shape,
)
from autograder.checks.verdict import Verdict
from autograder.checks.view import View

# The test error after TRAINING_STEPS steps with a right loss; see benchmarks/thresholds.md.
TRAINING_STEPS = 100
TRAINING_THRESHOLD = 0.05


def cross_entropy(student: View) -> Verdict:
    """10 points: 1 for a scalar, 3 values, 3 finiteness, 2 the gradient, 1 learning."""
    verdict = Verdict("cross_entropy")
    draw = np.random.default_rng(9473)
    x, z = _inputs(draw)
    total = network.cross_entropy(np.float64(x), np.float64(z))
    conventions = {"sum": total, "mean": total / 784}

    with verdict.item(1, "one number for a whole batch"):
        expect_shape(student(x, z), ())
    matching = None
    with verdict.item(3, "the batch mean of L_H, for z in [1e-6, 1 - 1e-6]"):
        found = expect_shape(student(x, z), ())
        matching = next(
            (name for name, value in conventions.items() if are_close(found, value, 1e-3, 0)), None
        )
        if matching is None:
            expect_close(found, conventions["sum"], mistakes=_mistakes(x, z))
        _expect_values_near_the_ends(student, x, 784 if matching == "sum" else 1)
    with verdict.item(3, "finite, with finite gradients, for every z in [0, 1]"):
        _expect_logarithms(student)
        _expect_finite(student, draw)
    with verdict.item(2, "its gradient by the reconstruction"):
        # Away from the ends, where clipping at 1e-6 or at 1e-7 would tell.
        z = draw.uniform(0.05, 0.95, size=x.shape).astype(np.float32)
        slope = student.gradient(x, z, by=1)
        expect(
            slope is not None,
            "no gradient reaches z: the loss is not made by TensorFlow operations from it",
        )
        slope = expect_shape(slope, z.shape, "the gradient by z")
        expect(np.all(np.isfinite(slope)), "the gradient by z is not finite")
        if matching:
            scale = 1 / len(x) if matching == "sum" else 1 / x.size
            expected = scale * (z - np.float64(x)) / (z * (1 - np.float64(z)))
            expect_close(slope, expected, absolute=1e-6 * scale, what="the gradient by z")
    with verdict.item(1, "a network learns with it"):
        training_images, test_images = network.images()
        run = student.train(
            "loss",
            *network.xavier_parameters(draw, gain=4),
            training_images,
            network.order(draw, TRAINING_STEPS),
            optimizer="adam",
            learning_rate=network.LEARNING_RATE,
            loss="cross-entropy",
        )
        error = network.reconstruction_error(test_images, run.weights, run.biases)
        expect(
            error < TRAINING_THRESHOLD,
            f"after {TRAINING_STEPS} steps with this loss the reconstruction error is {error:.3f} "
            f"per pixel; expected less than {TRAINING_THRESHOLD:.3f}",
        )
    return verdict


def _inputs(draw: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Images and reconstructions whose logarithms are of very different sizes."""
    x = draw.uniform(size=(9, 784)).astype(np.float32)
    x[draw.uniform(size=x.shape) < 0.3] = 0
    x[draw.uniform(size=x.shape) < 0.3] = 1
    return x, draw.uniform(0.02, 0.98, size=x.shape).astype(np.float32)


def _expect_values_near_the_ends(student: View, x: np.ndarray, pixels: int) -> None:
    """A Fault unless the loss is right where z is 1e-6 or 1 - 1e-6.

    The loss is held to 0.1 % or 1e-5 a pixel, whichever is larger.
    """
    for end in (1e-6, 1 - 1e-6):
        z = np.full(x.shape, end, np.float32)
        expected = network.cross_entropy(np.float64(x), np.float64(z)) / 784 * pixels
        expect_close(
            expect_shape(student(x, z), ()),
            np.asarray(expected),
            relative=1e-3,
            absolute=1e-5 * pixels,
            what=f"the loss for z = {end:g} everywhere",
        )


def _expect_logarithms(student: View) -> None:
    """A Fault where the loss hardly grows towards the wrong end: a loss without logarithms.

    It is finite for every z without anything done about it.
    """

    def size(shade: int, distance: float) -> float:
        x = np.full((2, 784), shade, np.float32)
        z = np.abs(1 - x - np.float32(distance))
        return float(np.max(np.abs(as_numbers(student(x, z))), initial=0))

    expect(
        any(size(shade, 1e-6) > 1.2 * size(shade, 1e-2) for shade in (0, 1)),
        "the loss hardly grows as z comes to the wrong end, from 0.99 to 0.999999 where x is 0; "
        "the formula has logarithms, which do, and which are to stay finite",
    )


def _expect_finite(student: View, draw: np.random.Generator) -> None:
    """A Fault unless loss and gradient are finite at both ends, eager, traced and under XLA."""
    x = draw.uniform(size=(5, 784)).astype(np.float32)
    x[:, ::3], x[:, 1::3] = 0, 1
    z = np.zeros_like(x)
    z[:, : x.shape[1] // 2] = 1
    z[0] = draw.uniform(size=784)
    modes = {
        "called directly": lambda: (student(x, z), student.gradient(x, z, by=1)),
        "inside tf.function": lambda: (
            student.compiled(x, z),
            student.gradient(x, z, by=1, compiled=True),
        ),
        "inside tf.function(jit_compile=True)": lambda: (
            student.compiled(x, z, xla=True),
            student.gradient(x, z, by=1, compiled=True, xla=True),
        ),
    }
    for mode, run in modes.items():
        value, slope = run()
        value = as_numbers(value)
        expect(
            bool(np.all(np.isfinite(value))),
            f"{mode}, the loss is {_first_bad(value)} where z is exactly 0 or 1",
        )
        if slope is not None:  # a gradient that does not arrive costs its own item
            slope = as_numbers(slope, "the gradient")
            expect(
                bool(np.all(np.isfinite(slope))),
                f"{mode}, the loss is finite where z is exactly 0 or 1, but its gradient is "
                f"{_first_bad(slope)}; an operation that hides a bad value may still pass on its "
                "gradient",
            )


def _first_bad(values: np.ndarray) -> str:
    bad = np.ravel(values)[~np.isfinite(np.ravel(values))]
    return "NaN" if np.isnan(bad).any() else "infinite"


def _mistakes(x: np.ndarray, z: np.ndarray) -> Mistakes:
    """What common slips of the cross-entropy lead to."""
    x, z = np.float64(x), np.float64(z)
    ones, zeros = x * np.log(z), (1 - x) * np.log1p(-z)
    slips = {
        "the sign is flipped: a loss is positive and falls as z comes closer to x": ones + zeros,
        "the term (1 - x) log(1 - z) is missing": -ones,
        "the term x log z is missing": -zeros,
        "the two terms are subtracted; the formula adds them": -(ones - zeros),
        "the two terms are subtracted, with the sign flipped": ones - zeros,
        "the result is half of the cross-entropy": -(ones + zeros) / 2,
        "the logarithm is to the base 2; the formula's is the natural one": -(ones + zeros)
        / np.log(2),
        "the logarithm is to the base 10; the formula's is the natural one": -(ones + zeros)
        / np.log(10),
    }
    mistakes = {
        sentence: (terms.sum(axis=1).mean(), terms.mean()) for sentence, terms in slips.items()
    }
    mistakes["x and z are swapped: the logarithms are of the reconstruction z"] = [
        -(z * np.log(np.maximum(x, low)) + (1 - z) * np.log(np.maximum(1 - x, high))).sum()
        / (9 * pixels)
        # Libraries clip here or there; near 1, float32 knows multiples of 2^-24 only.
        for low in (1e-7, 1e-6, 1e-8, 1e-10, 1e-12)
        for high in (low, 2**-23, 2**-24)
        for pixels in (1, 784)
    ]
    softplus = np.logaddexp(0, z) - x * z
    mistakes["it takes z for logits; z is a probability, after its sigmoid"] = (
        softplus.sum(axis=1).mean(),
        softplus.mean(),
    )
    shares = -x * np.log(z / z.sum(axis=1, keepdims=True))
    mistakes["the pixels are taken for categories of one label; each is a label of its own"] = (
        shares.sum(axis=1).mean(),
        shares.mean(),
    )
    mistakes["the result is the squared error; the cross-entropy is asked for"] = (
        ((x - z) ** 2).sum(axis=1).mean(),
        ((x - z) ** 2).mean(),
    )
    batch_sum = -(ones + zeros).sum()
    mistakes["the result is the sum over the batch; expected the mean over its images"] = (
        batch_sum,
    )
    return mistakes
