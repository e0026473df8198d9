"""The check of `init_parameters` that students run."""

import numpy as np

from ..shared.visible.draws import expect_fresh, expect_standard_normal, expect_variables
from ..shared.visible.layers import BASIC, layer_shapes
from ..shared.visible.results import Answer, numbers


def check(answer: Answer) -> str:
    first = expect_variables(answer(), layer_shapes(BASIC))
    draws = [first, *(answer() for _ in range(3))]
    for group, name in enumerate(("weights", "biases")):
        expect_fresh(name, draws[0][group], draws[1][group])
        for key in first[group]:
            values = np.stack([numbers(draw[group][key]).ravel() for draw in draws])
            expect_standard_normal(values, f'{name}["{key}"]')
    return "keys, shapes, variables, numbers from N(0, 1), other numbers at each call"
