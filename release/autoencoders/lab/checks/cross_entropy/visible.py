"""The check of `cross_entropy` that students run."""

import math
import os
from collections.abc import Callable, Iterator

import numpy as np

from ..shared.visible.losses import check_value, scalar
from ..shared.visible.results import Answer, Tensor, expect, gradients


def check(answer: Answer) -> str:
    import tensorflow as tf

    x = tf.repeat([[0.75], [0.25]], 784, axis=1)
    z = tf.repeat([[0.9], [0.6]], 784, axis=1)
    mistakes = {
        -0.734796: "has the wrong sign",
        0.367398: "is half of that",
        1.469592: "adds the images up; take the mean over them",
        0.103363: "has only the first of the two terms",
        0.631433: "has only the second of the two terms",
        0.528069: "subtracts the terms; the formula adds them",
        -0.528069: "subtracts the terms; the formula adds them",
        0.672196: "is L_H(z, x), with x and z swapped: the logarithms are of the reconstruction z",
        1.060086: "has logarithms to the base 2; the formula's are natural",
        0.319118: "has logarithms to the base 10; the formula's are natural",
    }
    tape = check_value(
        answer,
        x,
        z,
        0.734796,
        mistakes,
        "for one image with x = 0.75 and z = 0.9 in all pixels, one with x = 0.25 and z = 0.6",
    )
    gradients(*tape, {"`z`": z}, "a network with this loss")
    _check_ends(answer, pixels=784 if scalar(answer(x, z)) > 10 else 1)
    for mode in _modes():
        _check_finite(answer, *mode)
    return (
        "one number for a batch, its value for two images and near z = 0 and 1, loss and gradient "
        "are finite at z = 0 and z = 1, called directly and compiled"
    )


def _check_ends(answer: Answer, pixels: int) -> None:
    """Near its ends the loss must still be right: what is mended at 0 and 1 must not reach far."""
    import tensorflow as tf

    # What the formula gives for the float32 numbers next to 0.000001 and 0.999999.
    for x, z, expected in ((1.0, 1e-6, 13.8155), (0.0, 1 - 1e-6, 13.8024)):
        found = scalar(answer(tf.fill((2, 784), x), tf.fill((2, 784), tf.constant(z)))) / pixels
        expect(
            # 1 %, so that 1e-7 inside the logarithms, as Keras adds it, is right.
            math.isclose(found, expected, rel_tol=1e-2),
            f"for x = {x:g}, z = {z:g} the loss of a pixel is {expected:.2f}, found {found:.2f}; "
            "what you do about z = 0 and z = 1 must leave 0.000001 and 0.999999 nearly untouched",
        )


def _modes() -> Iterator[tuple[str, Callable[[Answer], Answer]]]:
    import tensorflow as tf

    yield "called directly", lambda function: function
    yield "inside tf.function", tf.function
    # Compiling by XLA takes longer than the rest of a graded run.
    if os.environ.get("LAB_BUDGET") != "grading":
        yield (
            "inside tf.function(jit_compile=True)",
            lambda function: tf.function(function, jit_compile=True),
        )


def _check_finite(answer: Answer, mode: str, wrap: Callable[[Answer], Answer]) -> None:
    import tensorflow as tf

    def value_and_slope(x: Tensor, z: Tensor) -> tuple[Tensor, Tensor]:
        with tf.GradientTape() as tape:
            tape.watch(z)
            value = answer(x, z)
        return value, tape.gradient(value, z)

    run = wrap(value_and_slope)
    for end in (0.0, 1.0):
        x = tf.constant(np.tile([0.0, 0.5, 1.0, 1.0 - end], (2, 196)), tf.float32)
        try:
            value, slope = run(x, tf.fill((2, 784), end))
        except tf.errors.InvalidArgumentError as error:
            expect(
                "unsupported operations" not in str(error),
                f"{mode}, the loss cannot be compiled by XLA; is a `tf.print` or a "
                "`tf.py_function` left in it?",
            )
            raise
        expect(
            np.all(np.isfinite(value)),
            f"{mode}, the loss is {float(value)} where z is exactly {end:g}: z must be kept away "
            f"from {end:g} before its logarithm is taken"
            + (" (mind that 1 - 1e-8 is 1 in float32)" if end else ""),
        )
        expect(
            np.all(np.isfinite(slope)),
            f"{mode}, the loss is finite where z is exactly {end:g}, but its gradient is not: the "
            "gradient also runs through the operation whose result you have replaced. Change what "
            "goes into the logarithm, not what comes out",
        )
