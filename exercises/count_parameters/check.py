"""The number of numbers that a network is trained by."""

from collections.abc import Callable

import numpy as np

from autograder.checking.comparison import expect
from autograder.checking.verdict import Verdict
from autograder.checking.view import View
from exercises.shared.network import Parameters
from exercises.shared.visible.convolutional import BIASES, WEIGHTS
from exercises.shared.visible.layers import BASIC, layer_shapes
from exercises.shared.whole_numbers import expect_whole_number

Shapes = dict[str, tuple[int, ...]]

# Networks that are no autoencoders: keys of all kinds, a single number, no bias at all.
OTHERS: tuple[tuple[Shapes, Shapes], ...] = (
    ({"kernel": (5, 5, 3, 7), "out": (12, 2)}, {"shift": (7,), "c": ()}),
    ({"a": (1, 1)}, {"b": (3, 2), "c": (2, 2, 2), "d": (5,)}),
    ({"only": (4, 3)}, {}),
)
COUNTS: dict[str, Callable[[Shapes, Shapes], float]] = {
    "the biases are left out; they are trained too": lambda weights, biases: _count(weights),
    "the weights are left out": lambda weights, biases: _count(biases),
    "the arrays are counted, not the numbers in them": (
        lambda weights, biases: len(weights) + len(biases)
    ),
    "the lengths of the axes are added; an array holds as many numbers as their product": (
        lambda weights, biases: sum(map(sum, [*weights.values(), *biases.values()]))
    ),
    "only the first axis of each array is counted": lambda weights, biases: sum(
        shape[0] for shape in (*weights.values(), *biases.values()) if shape
    ),
    "the bytes are counted, four for each number": (
        lambda weights, biases: 4 * (_count(weights) + _count(biases))
    ),
}


def check(student: View) -> Verdict:
    """2 points: 1 for the convolutional autoencoder, 1 for other networks."""
    verdict = Verdict("count_parameters")
    network = (WEIGHTS, BIASES)
    others = (layer_shapes(BASIC), *OTHERS)
    with verdict.item(1, "all weights and biases of the convolutional autoencoder"):
        _expect_count(student, network)
        # One number that is known by heart is no evidence.
        for key in (*WEIGHTS, *BIASES):
            _expect_count(student, (_longer(key, WEIGHTS), _longer(key, BIASES)))
    with verdict.item(1, "any other dicts"):
        for shapes in others:
            _expect_count(student, shapes)
    return verdict


def _longer(key: str, shapes: Shapes) -> Shapes:
    """The shapes, of which that of a key has one row more."""
    return {
        name: (shape[0] + 1, *shape[1:]) if name == key else shape for name, shape in shapes.items()
    }


def _count(shapes: Shapes) -> int:
    return sum(int(np.prod(shape)) for shape in shapes.values())


def _expect_count(student: View, shapes: tuple[Shapes, Shapes]) -> None:
    found = expect_whole_number(student(*map(_zeros, shapes)))
    right = sum(map(_count, shapes))
    slip = next((words for words, count in COUNTS.items() if found == count(*shapes)), None)
    if found != right and slip:
        expect(False, slip)
    arrays = len(shapes[0]) + len(shapes[1])
    expect(found == right, f"{found:,} numbers are counted in {arrays} arrays that hold {right:,}")


def _zeros(shapes: Shapes) -> Parameters:
    return {key: np.zeros(shape, np.float32) for key, shape in shapes.items()}
