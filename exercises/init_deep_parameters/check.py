"""The parameters of the deeper autoencoder, its weights as `xavier_init` gives them."""

from functools import cache

from autograder.checking.comparison import (
    as_numbers,
)
from autograder.checking.verdict import Verdict
from autograder.checking.view import View
from exercises.shared.parameters import (
    expect_dicts,
    expect_fresh,
    expect_shapes,
    expect_variables,
    expect_varied,
)
from exercises.shared.visible.layers import DEEP, layer_shapes
from exercises.shared.xavier import expect_learning, expect_variance

# The test error after a training run from right weights; see benchmarks/thresholds.md.
TRAINING_THRESHOLD = 0.0485
DRAWS = 4  # calls of init_deep_parameters


def check(student: View) -> Verdict:
    """Give points for the form of the parameters, how they are drawn, and what they are for."""
    verdict = Verdict("init_deep_parameters")
    shapes = layer_shapes(DEEP)
    draws = student.results(*[()] * DRAWS)

    @cache
    def drawn() -> None:
        """A Fault unless all weights vary as draws do."""
        expect_varied([expect_dicts(draw.get()) for draw in draws], shapes[0])

    with verdict.item(0.5, "keys and shapes of all six weights and biases"):
        for draw in draws:
            expect_shapes(draw.get(), shapes)
    with verdict.item(0.5, "float32 variables that an optimizer can train"):
        drawn()
        for draw in draws:
            expect_variables(draw.get())
    with verdict.item(1, "weights as Xavier initialisation gives them"):
        drawn()
        for draw in draws:
            for values in expect_dicts(draw.get())[0].values():
                matrix = as_numbers(values)  # a wrong key has cost its points already
                expect_variance({matrix.shape: matrix})
    with verdict.item(0.5, "independent draws, new ones at each call"):
        drawn()
        expect_fresh("weights", [expect_dicts(draw.get())[0] for draw in draws])
    with verdict.item(0.5, "the deeper network learns from them"):
        drawn()
        expect_shapes(result := draws[0].get(), shapes)
        expect_learning(result[0], TRAINING_THRESHOLD)
    return verdict
