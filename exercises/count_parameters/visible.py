"""The check of `count_parameters` that students run."""

import numpy as np

from ..shared.visible.counts import whole_number
from ..shared.visible.results import Answer, Parameters, Shape, expect


def check(answer: Answer) -> str:
    import tensorflow as tf

    def variables(**shapes: Shape) -> Parameters:
        return {key: tf.Variable(np.zeros(shape, np.float32)) for key, shape in shapes.items()}

    weights, biases = variables(kernel=(3, 3, 2, 5), matrix=(4, 6)), variables(row=(5,), other=(6,))
    found = whole_number(answer(weights, biases))
    hints = {
        114: "the biases are missing",
        11: "that leaves the weights out",
        4: "that is the number of arrays",
        23 + 11: "an axis of 3 and one of 2 hold 6 numbers, not 5",
    }
    expect(
        found == 125,
        "weights of the shapes (3, 3, 2, 5) and (4, 6) and biases of the shapes (5,) and (6,) hold "
        f"90 + 24 + 5 + 6 = 125 numbers; found {found}"
        + (f": {hints[found]}" if found in hints else ""),
    )
    found = whole_number(answer(variables(matrix=(2, 7)), {}))
    expect(found == 14, f"one matrix (2, 7) and no bias hold 14 numbers; found {found}")
    return "the count for two small networks"
