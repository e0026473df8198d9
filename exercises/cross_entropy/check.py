"""Notebook 2: the cross-entropy, its values, and what it does where a sigmoid saturates."""

from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.checking.comparison import (
    Mistakes,
    are_close,
    as_numbers,
    expect,
    expect_close,
    expect_shape,
)
from autograder.checking.gradients import expect_derivative
from autograder.checking.verdict import Verdict
from autograder.checking.view import Result, StudentError, View
from exercises.shared import network, training
from exercises.shared.gradients import cosine, expect_arrived

# A loss for a sum over the pixels, and for a mean, in units of the mean.
SCALES = {"sum": 784, "mean": 1}

# How far the loss may be off where all pixels have this value, as a share. A small number inside
# the logarithms is right if it is 1e-7, as Keras's own, and too large at 1e-6.
ENDS = {1e-6: 1e-2, 1 - 1e-6: 1e-2, 1e-5: 1e-2, 1 - 1e-5: 1e-2, 1e-4: 1e-3, 1 - 1e-4: 1e-3}

# The cosine of the angles between the gradient of a wrong loss and that of the right one: 0.5 and
# more for the slips of the corpus, 0.1 and less for what does not compare x and z.
LIKENESS = 0.25

# The test error after TRAINING_STEPS steps with a right loss; see benchmarks/thresholds.md.
TRAINING_STEPS = 100
TRAINING_THRESHOLD = 0.055

XLA = "inside tf.function(jit_compile=True)"


def check(student: View) -> Verdict:
    """Give points for values, and for what happens where a sigmoid saturates."""
    verdict = Verdict("cross_entropy")
    draw = np.random.default_rng(9473)
    # The second batch may be swapped: no number in it is 0 or 1.
    first, second = draw.uniform(0.02, 0.98, size=(2, 4, 784)).astype(np.float32)
    batches = [_inputs(draw), (first, second)]
    x, _ = batches[0]
    ends = {end: (x, np.full(x.shape, end, np.float32)) for end in ENDS}
    # Everything that values are judged by is asked for at once, the plain batches twice.
    plain, other, *at_ends = student.results(*batches, *ends.values())
    # Away from the ends, where what is done about them would tell.
    inner = draw.uniform(0.05, 0.95, size=x.shape).astype(np.float32)
    slope = Result.of(lambda: student.gradient(x, inner, by=1))
    finite = Result.of(lambda: _expect_finite(student, draw))
    again = student.results(*reversed(batches))[::-1]

    with verdict.item(1, "one number for a whole batch"):
        expect_shape(plain.get(), ())
    matching = None
    with verdict.item(3, "the batch mean of L_H, for z in [1e-6, 1 - 1e-6]"):
        conventions = [name for name in SCALES if _is_right(plain, batches[0], name)]
        if not conventions:
            found = expect_shape(plain.get(), ())
            expect(
                not any(_is_right(other, batches[1][::-1], name) for name in SCALES),
                "x and z are swapped, this is L_H(z, x): the logarithms are of the reconstruction "
                "z",
            )
            expect_close(found, _loss(batches[0], "sum"), mistakes=_mistakes(*batches[0]))
        scale = SCALES[conventions[0]]
        for result, batch in zip((other, *again), (batches[1], *batches), strict=True):
            expect_close(
                expect_shape(result.get(), ()),
                _loss(batch, conventions[0]),
                what=f"the loss of {len(batch[0])} other images",
            )
        matching = conventions[0]
        for (end, batch), result in zip(ends.items(), at_ends, strict=True):
            expect_close(
                expect_shape(result.get(), ()),
                _loss(batch, matching),
                relative=ENDS[end],
                absolute=1e-5 * scale,
                what=f"the loss for z = {end:g} everywhere",
            )
    with verdict.item(3, "finite, with finite gradients, for every z in [0, 1]"):
        _expect_logarithms(student)
        finite.get()
    with verdict.item(2, "its gradient with respect to the reconstruction"):
        found = expect_arrived(slope.get(), inner.shape, "z")
        z = inner.astype(float)
        expected = (z - x) / (z * (1 - z)) / x.size
        if matching:
            expected *= SCALES[matching]
            size = SCALES[matching] / x.size
            expect_close(
                found, expected, absolute=1e-4 * size, what="the gradient with respect to z"
            )
        else:
            expect_derivative(student, (x, inner), 1, found, "z")
            expect(
                abs(cosine(found, expected)) > LIKENESS,
                "the gradient with respect to z has nothing to do with how far z is from x; no "
                "step along it brings a reconstruction closer",
            )
    with verdict.item(1, "a network learns with it"):
        training_images, test_images = network.images()
        run = training.train(
            student,
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


def _loss(batch: tuple[np.ndarray, np.ndarray], convention: str) -> float:
    """L_H with a sum or a mean over the pixels."""
    x, z = batch
    return network.cross_entropy(x.astype(float), z.astype(float)) / 784 * SCALES[convention]


def _is_right(result: Result, batch: tuple[np.ndarray, np.ndarray], convention: str) -> bool:
    found = expect_shape(result.get(), ())
    return are_close(found, _loss(batch, convention), relative=1e-3, absolute=0)


def _expect_logarithms(student: View) -> None:
    """A Fault unless the loss grows as a logarithm does towards one of the wrong ends.

    A loss without logarithms is finite for every z without anything done about it. What a logarithm
    gains when its argument is divided by four is the same at each time.
    """

    def gains(shade: int) -> np.ndarray:
        x = np.full((2, 784), shade, np.float32)
        distances = [np.float32(0.4 / 4**power) for power in range(4)]
        calls = [(x, np.abs(1 - x - distance)) for distance in distances]
        sizes = [float(np.sum(as_numbers(result.get()))) for result in student.results(*calls)]
        return np.diff(sizes)

    expect(
        any(
            np.all(np.abs(gain) > 1e-6) and are_close(gain, np.full(3, gain.mean()), 0.02, 0)
            for gain in map(gains, (0, 1))
        ),
        "the loss does not grow like a logarithm as z comes to the wrong end, to 1 where x is 0 or "
        "to 0 where x is 1; it is the logarithms of the formula that are to stay finite",
    )


def _expect_finite(student: View, draw: np.random.Generator) -> None:
    """A Fault unless loss and gradient are finite at both ends, eager, traced and under XLA.

    The values are to be the same in all three.
    """
    x = draw.uniform(size=(5, 784)).astype(np.float32)
    x[:, ::3], x[:, 1::3] = 0, 1
    z = np.zeros_like(x)
    z[:, : x.shape[1] // 2] = 1
    z[0] = draw.uniform(size=784)
    modes: dict[str, Callable[[], tuple[Any, Any]]] = {
        "called directly": lambda: (student(x, z), student.gradient(x, z, by=1)),
        "inside tf.function": lambda: (
            student.compiled(x, z),
            student.gradient(x, z, by=1, compiled=True),
        ),
        XLA: lambda: (
            student.compiled(x, z, xla=True),
            student.gradient(x, z, by=1, compiled=True, xla=True),
        ),
    }
    direct = None
    for mode, run in modes.items():
        try:
            value, slope = run()
        except StudentError as error:
            if mode != XLA:
                raise
            raise StudentError(
                f"{mode}, the loss cannot be compiled by XLA (is a `tf.print` or a "
                f"`tf.py_function` left in it?): {error}"
            ) from None
        value = as_numbers(value)
        expect(
            bool(np.all(np.isfinite(value))),
            f"{mode}, the loss is {_first_bad(value)} where z is exactly 0 or 1",
        )
        direct = value if direct is None else direct
        # Compilers round in another order, which tells where z is 1.
        expect(
            are_close(value, direct, relative=0.1, absolute=0),
            f"{mode}, the loss has other values than where it is called directly",
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
    x, z = x.astype(float), z.astype(float)
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
    mistakes: dict[str, tuple[float, ...]] = {
        sentence: (terms.sum(axis=1).mean(), terms.mean()) for sentence, terms in slips.items()
    }
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
