"""Losses: one number for a batch, its value and its slope."""

import math

from .results import Problem, array


def scalar(value):
    advice = ", a single number for the whole batch: take the mean over its images too"
    return float(array(value, (), advice=advice))


def check_value(answer, x, z, expected, mistakes, example):
    """Hold a loss to its value, a mean over pixels or a sum; return the result and its tape."""
    import tensorflow as tf

    with tf.GradientTape() as tape:
        tape.watch(z)
        result = answer(x, z)
    found = scalar(result)

    def is_found(value):
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
