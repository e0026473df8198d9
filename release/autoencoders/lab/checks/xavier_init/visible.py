"""The check of `xavier_init` that students run."""

import math

import numpy as np

from ..shared.visible.draws import (
    STANDARD_ERRORS,
    expect_draws,
    expect_family,
    expect_xavier_variance,
    share_of_equal,
)
from ..shared.visible.results import Answer, Shape, array, expect, numbers

SHAPES = ((784, 256), (256, 128), (128, 256), (96, 2000))


def check(answer: Answer) -> str:
    matrices: dict[Shape, np.ndarray] = {}
    for n_in, n_out in SHAPES:
        what = f"xavier_init({n_in}, {n_out})"
        matrices[n_in, n_out] = values = array(answer(n_in, n_out), (n_in, n_out), what)
        expect_draws(values, what)
        error = values.std() / math.sqrt(values.size)
        expect(
            abs(values.mean()) < STANDARD_ERRORS * error,
            f"{what} has mean {values.mean():.3g}; expected 0: draw symmetrically about 0",
        )
    expect_xavier_variance(matrices)
    expect_family(matrices[784, 256])
    again = numbers(answer(784, 256))
    expect(
        share_of_equal(matrices[784, 256], again) < 0.01,
        "two calls return the same numbers; fix no seed, and make any Keras initializer inside the "
        "function",
    )
    return "shape, mean, variance for four shapes, distribution, other numbers at each call"
