"""The parameters of the autoencoder, drawn from N(0, 1)."""

from functools import cache

import numpy as np

from autograder.checking.comparison import (
    as_numbers,
)
from autograder.checking.statistics import expect_drawn
from autograder.checking.verdict import Verdict
from autograder.checking.view import View
from exercises.shared.parameters import (
    distinct,
    expect_dicts,
    expect_fresh,
    expect_normal_draws,
    expect_shapes,
    expect_variables,
    expect_varied,
    is_random,
    shortened,
)
from exercises.shared.visible.layers import BASIC, layer_shapes

# Calls of init_parameters: the smallest biases hold 1,024 numbers in all, enough for statistics.
DRAWS = 8


def check(student: View) -> Verdict:
    """Give points for the form of the parameters, and for how they are drawn."""
    verdict = Verdict("init_parameters")
    shapes = layer_shapes(BASIC)
    draws = student.results(*[()] * DRAWS)

    @cache
    def drawn() -> None:
        """A Fault unless all weights vary as draws do."""
        expect_varied([expect_dicts(draw.get()) for draw in draws], shapes[0])

    with verdict.item(1, "keys and shapes of all weights and biases"):
        for draw in draws:
            expect_shapes(draw.get(), shapes)
    with verdict.item(1, "float32 variables that an optimizer can train"):
        drawn()
        for draw in draws:
            expect_variables(draw.get())
    with verdict.item(2, "every entry drawn from N(0, 1)"):
        results = distinct([expect_dicts(draw.get()) for draw in draws])
        for group in range(2):
            expect_normal_draws(results, group, shapes[group])
    with verdict.item(1, "independent draws, new ones at each call"):
        results = [expect_dicts(draw.get()) for draw in draws]
        drawn()
        for name, groups in zip(("weights", "biases"), zip(*results, strict=True), strict=True):
            expect_fresh(name, list(groups))
        for key, values in results[0][1].items():
            if is_random(values):
                expect_drawn(np.squeeze(as_numbers(values)), f'biases["{shortened(key)}"]')
    return verdict
