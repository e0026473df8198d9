"""The check of `reparameterize` that students run."""

import math

import numpy as np

from ..shared.visible.results import Answer, Problem, array, expect, gradients


def check(answer: Answer) -> str:
    import tensorflow as tf

    mean = tf.constant([[1.0, 1.0, 1.0], [2.0, 2.0, 2.0]])
    log_var = tf.fill((2, 3), float(np.log(4)))
    epsilon = tf.constant([[0.0, 1.0, -1.0], [0.5, 0.0, 0.0]])
    with tf.GradientTape() as tape:
        tape.watch([mean, log_var])
        result = answer(mean, log_var, epsilon)
    found = array(result, (2, 3), advice=", the shape of `mean`")
    expected = np.array([[1.0, 3.0, -1.0], [3.0, 2.0, 2.0]])
    mistakes = {
        5.0: "the noise is multiplied by the variance, which gives z the variance 16",
        1 + math.log(4): "the noise is multiplied by the logarithm of the variance",
        1 + math.log(2): "the noise is multiplied by the logarithm of the standard deviation",
        2.0: "the noise comes in at its own scale; log_var has no effect",
        1.0: "the noise has no effect",
        1.5: "the sign of log_var is flipped",
        -1.0: "the noise is subtracted",
        1 + math.sqrt(math.log(4)): "log_var is a logarithm already; do not take its root",
    }
    expect(
        abs(found[0, 0] - 1) < 1e-3,
        f"for a mean of 1 and noise of 0, expected z = 1, found {found[0, 0]:.4g}: noise of 0 "
        "leaves the mean",
    )
    if abs(found[0, 1] - 3) > 1e-3:
        known = [text for value, text in mistakes.items() if abs(found[0, 1] - value) < 1e-3]
        hint = known[0] if known else "for normal noise, z is to have this mean and this variance"
        raise Problem(
            "for a mean of 1, a variance of 4 (log_var = log 4) and noise of 1, expected z = 3, "
            f"found {found[0, 1]:.4g}: {hint}"
        )
    expect(
        not np.allclose(found[1], expected[0] + 1, atol=1e-3),
        "the second row has the noise of the first; each row has its own noise, that of its row in "
        "`epsilon`",
    )
    row, column = np.unravel_index(np.argmax(np.abs(found - expected)), found.shape)
    expect(
        abs(found[row, column] - expected[row, column]) < 1e-3,
        f"for a mean of {mean[row, column]:g}, a variance of 4 (log_var = log 4) and noise of "
        f"{epsilon[row, column]:g}, expected z = {expected[row, column]:g}, found "
        f"{found[row, column]:.4g} in row {row + 1}",
    )
    slopes = gradients(result, tape, {"`mean`": mean, "`log_var`": log_var}, "the encoder")
    expect(
        np.allclose(slopes["`mean`"], 1) and np.allclose(slopes["`log_var`"], epsilon, atol=1e-3),
        "the values are right, but not the gradients: make z in one line from mean, log_var and "
        "epsilon, with nothing that stops gradients",
    )
    return "shape (n, d), values on a small example, gradients reach mean and log_var"
