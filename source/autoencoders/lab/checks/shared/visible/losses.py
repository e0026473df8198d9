"""Losses: one number for a batch, its value and its slope."""

import math
from typing import Any

from .results import Answer, Problem, Tape, Tensor, array


def scalar(value: Any) -> float:
    advice = ", a single number for the whole batch: take the mean over its images too"
    return float(array(value, (), advice=advice))


def check_value(
    answer: Answer,
    x: Tensor,
    z: Tensor,
    expected: float,
    mistakes: dict[float, str],
    example: str,
) -> tuple[Tensor, Tape]:
    """Hold a loss to its value, a mean over pixels or a sum; return the result and its tape."""
    import tensorflow as tf

    with tf.GradientTape() as tape:
        tape.watch(z)
        result = answer(x, z)
    found = scalar(result)

    def is_found(value: float) -> bool:
        return any(math.isclose(found, value * pixels, rel_tol=1e-3) for pixels in (1, 784))

    if not is_found(expected):
        sentences = [sentence for value, sentence in mistakes.items() if is_found(value)] or [
            "fits neither; compare each part of your line with the formula"
        ]
        raise Problem(
            f"{example}, the mean over the images is {expected * 784:.6g} with a sum over the "
            f"pixels and {expected:.6g} with a mean; found {found:.6g}, which {sentences[0]}"
        )
    return result, tape
