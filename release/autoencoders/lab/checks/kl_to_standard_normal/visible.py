"""The check of `kl_to_standard_normal` that students run."""

import numpy as np

from ..shared.visible.results import Answer, array, expect, gradients, numbers
from ..shared.visible.values import expect_value


def check(answer: Answer) -> str:
    import tensorflow as tf

    mean = tf.constant([[0.0, 0.0], [1.0, 2.0], [0.0, 0.0]])
    log_var = tf.constant([[0.0, 0.0], [0.0, 0.0], [0.0, float(np.log(4))]])
    with tf.GradientTape() as tape:
        tape.watch([mean, log_var])
        result = answer(mean, log_var)
    found = numbers(result)
    expect(
        found.shape != (),
        "the result is one number; each of the n rows has a divergence of its own, so sum over the "
        "d latent dimensions only (axis=1)",
    )
    expect(found.shape != (3, 2), "the result is (n, d); sum over the d latent dimensions")
    found = array(found, (3,), advice=", one number for each row")
    rows = {
        "where mean and log_var are 0, q is the prior": (0, 0.0, {}),
        "for a mean of (1, 2) and variances of 1": (
            1,
            2.5,
            {
                5.0: "the factor ½ is missing",
                1.25: "sum over the dimensions, do not average",
                1.5: "square the mean",
                -2.5: "the sign is flipped",
                0.0: "the mean has no effect",
            },
        ),
        "for means of 0 and variances of 1 and 4": (
            2,
            0.806853,
            {
                1.613706: "the factor ½ is missing",
                0.403426: "sum over the dimensions, do not average",
                -0.806853: "the sign is flipped",
                0.318147: "this is the divergence the wrong way round",
                -0.193147: "exp(log_var / 2) is the standard deviation; the variance is wanted",
                6.806853: "exp(2 log_var) is no variance; exp(log_var) is",
                1.5: "the term with log_var is missing",
                2.193147: "the term with log_var has the wrong sign",
            },
        ),
    }
    for example, (row, expected, mistakes) in rows.items():
        expect_value(found[row], expected, example, mistakes)
    slopes = gradients(result, tape, {"`mean`": mean, "`log_var`": log_var}, "the encoder")
    expect(
        np.allclose(slopes["`mean`"], mean, atol=1e-3)
        and np.allclose(slopes["`log_var`"], [[0.0, 0.0], [0.0, 0.0], [0.0, 1.5]], atol=1e-3),
        "the values are right, but not the gradients: make the result from mean and log_var with "
        "nothing that stops gradients",
    )
    return "shape (n,), values on three examples, gradients reach mean and log_var"
