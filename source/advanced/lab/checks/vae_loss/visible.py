"""The check of `vae_loss` that students run."""

import math

import numpy as np

from ..shared.visible.losses import scalar
from ..shared.visible.results import Answer, Tensor, expect, gradients


def check(answer: Answer) -> str:
    import tensorflow as tf

    pixels = 784
    x = tf.repeat([[1.0], [0.0]], pixels, axis=1)
    logits = tf.repeat([[1.0], [2.0]], pixels, axis=1)
    mean, log_var = tf.constant([[1.0, 0.0], [0.0, 2.0]]), tf.constant([[0.0, 1.0], [0.0, 0.0]])
    # log(1 + e^-1) and log(1 + e^2) a pixel; ½ + ½ (e - 2) and ½ 2² nats.
    entropy = pixels * (math.log1p(math.exp(-1)) + math.log1p(math.exp(2))) / 2
    divergence = (0.5 + (math.e - 2) / 2 + 2) / 2

    found = scalar(answer(x, logits, mean, log_var, 0.0))
    hints = {
        entropy / pixels: "that is a mean over the pixels; take the sum",
        2 * entropy: "that is the sum over the images; take the mean",
        -entropy: "the sign is flipped",
        entropy + divergence: "`beta` has no effect",
        0.0: "`beta` belongs to the divergence",
        divergence: "`beta` belongs to the divergence",
    }
    expect(
        math.isclose(found, entropy, rel_tol=1e-3),
        "for an image of ink with logits of 1 and one without ink with logits of 2, and beta = 0, "
        f"the loss is {entropy:.6g}; found {found:.6g}" + _hint(found, hints),
    )
    found = scalar(answer(x, logits, mean, log_var, 3.0)) - found
    hints = {
        divergence: "is `beta` a factor?",
        2 * 3 * divergence: "the factor ½, or the mean over the images, is missing",
        -3 * divergence: "the sign is flipped",
        1.5 * divergence: "sum over the latent dimensions",
        3 * entropy: "`beta` belongs to the divergence",
        3 * (entropy + divergence): "`beta` belongs to the divergence alone",
    }
    expect(
        math.isclose(found, 3 * divergence, rel_tol=1e-2),
        "for means (1, 0) and (0, 2) and log-variances (0, 1) and (0, 0) the divergence is "
        f"{divergence:.5g} on average, so that beta = 3 adds {3 * divergence:.5g}; found "
        f"{found:.5g}" + _hint(found, hints),
    )
    _expect_finite(answer, x, mean, log_var)
    with tf.GradientTape() as tape:
        tape.watch((logits, mean, log_var))
        result = answer(x, logits, mean, log_var, 1.0)
    gradients(
        result, tape, {"`logits`": logits, "`mean`": mean, "`log_var`": log_var}, "the network"
    )
    return (
        "one number for a batch, both terms on two images, values and gradients for logits up to "
        "1000, gradients arrive"
    )


def _expect_finite(answer: Answer, x: Tensor, mean: Tensor, log_var: Tensor) -> None:
    """A Problem unless large logits give the loss, and gradients that are numbers."""
    import tensorflow as tf

    def value_and_slope(logits: Tensor) -> tuple[Tensor, Tensor]:
        with tf.GradientTape() as tape:
            tape.watch(logits)
            value = answer(x, logits, mean, log_var, 0.0)
        return value, tape.gradient(value, logits)

    for mode, run in (("", value_and_slope), (" inside tf.function", tf.function(value_and_slope))):
        for size in (1000.0, -1000.0, 50.0, -50.0):
            value, slope = run(tf.fill((2, 784), size))
            # One image of the two is wrong by `size` in each pixel, the other is right.
            right, found = 784 * abs(size) / 2, scalar(value)
            expect(
                math.isclose(found, right, rel_tol=1e-3),
                f"for logits of {size:g}{mode} the loss is {right:g}; found {found:g}: the sigmoid "
                "is 0 or 1 there, and its logarithm is lost; use a function that takes logits",
            )
            expect(
                slope is None or np.all(np.isfinite(slope)),
                f"for logits of {size:g}{mode} the gradient with respect to the logits is not "
                "finite",
            )


def _hint(found: float, hints: dict[float, str]) -> str:
    close = [words for value, words in hints.items() if math.isclose(found, value, rel_tol=1e-2)]
    return f": {close[0]}" if close else ""
