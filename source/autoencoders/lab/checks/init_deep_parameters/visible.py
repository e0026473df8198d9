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
    first = expect_variables(answer(), layer_shapes(DEEP))
    for key, shape in layer_shapes(DEEP)[0].items():
        what = f'weights["{key}"]'
        values = numbers(first[0][key], what)
        expect_draws(values, what)
        expect_xavier_variance({shape: values}, what + ": ")
    expect_fresh(first, answer())
    return "keys, shapes, variables, weights of Xavier's variance, other numbers at each call"
