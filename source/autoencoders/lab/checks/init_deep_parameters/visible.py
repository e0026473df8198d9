"""The check of `init_deep_parameters` that students run."""

from ..shared.visible.draws import (
    expect_draws,
    expect_fresh,
    expect_variables,
    expect_xavier_variance,
)
from ..shared.visible.layers import DEEP, layer_shapes
from ..shared.visible.results import Answer, numbers


def check(answer: Answer) -> str:
    shapes = layer_shapes(DEEP)
    first, second = (expect_variables(answer(), shapes)[0] for _ in range(2))
    for key, shape in shapes[0].items():
        what = f'weights["{key}"]'
        values = numbers(first[key], what)
        expect_draws(values, what)
        expect_xavier_variance({shape: values}, what + ": ")
    expect_fresh("weights", first, second)
    return "keys, shapes, variables, weights of Xavier's variance, other numbers at each call"
