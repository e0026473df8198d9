"""The check of `init_conv_parameters` that students run."""

import math

import numpy as np

from ..shared.visible.convolutional import BIASES, WEIGHTS, fans, variances
from ..shared.visible.draws import (
    STANDARD_ERRORS,
    expect_draws,
    expect_fresh,
    expect_variables,
)
from ..shared.visible.results import Answer, expect, numbers

DRAWS = 16  # calls: one draw of the smallest kernel says little of its variance


def check(answer: Answer) -> str:
    draws = [answer() for _ in range(DRAWS)]
    for draw in draws[:2]:
        expect_variables(draw, (WEIGHTS, BIASES))
    for key in WEIGHTS:
        what = f'weights["{key}"]'
        values = np.stack([numbers(weights[key], what).ravel() for weights, _ in draws])
        expect_draws(values[0], what)
        error = values.std() / math.sqrt(values.size)
        expect(
            abs(values.mean()) < STANDARD_ERRORS * error,
            f"{what} has mean {values.mean():.3g}; expected 0: draw symmetrically about 0",
        )
        _expect_variance(key, values.var(), values.size)
    expect_fresh("weights", draws[0][0], draws[1][0])
    return "keys, shapes, variables, mean, the variance of each weight, other numbers at each call"


def _expect_variance(key: str, found: float, count: int) -> None:
    """A Problem unless the variance of so many numbers is one of the accepted ones."""
    error = STANDARD_ERRORS * math.sqrt(2 / count)
    fan_in, fan_out = fans(key)
    expect(
        any(abs(found / accepted - 1) < error for accepted in variances(key)),
        f'weights["{key}"] has the variance {found:.3g}; a unit of this layer is computed from '
        f"{fan_in:,} numbers and has a part in {fan_out:,}, so Glorot and Bengio's variance is "
        f"{2 / (fan_in + fan_out):.3g} and He's {2 / fan_in:.3g}. A kernel's fans have its area as "
        "a factor",
    )
