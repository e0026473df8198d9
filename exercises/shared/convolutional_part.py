"""Items that the convolutional encoder and decoder are checked by."""

from collections.abc import Callable
from functools import cache

import numpy as np

from autograder.checking.comparison import (
    Mistakes,
    are_close,
    as_numbers,
    expect,
    expect_close,
    expect_shape,
)
from autograder.checking.gradients import expect_derivative
from autograder.checking.verdict import Verdict
from autograder.checking.view import View
from exercises.shared import convolutional as network
from exercises.shared.activations import identity, relu
from exercises.shared.convolutional import Slip
from exercises.shared.convolutional_slips import Part, as_rows
from exercises.shared.gradients import gradients
from exercises.shared.layers import (
    NAMES,
    check_gradients,
    effects_of,
    entries,
    expect_following_rows,
    expect_own,
)
from exercises.shared.network import Parameters

BATCHES = (3, 1, 2)
# Takes many units of a row beyond 6, where functions that are cut off there differ from ReLU.
LARGE = np.float32(20)
# ReLU has a kink at 0. So far from it, rounding does not decide on which side a number lies.
CLEAR_OF_ZERO = 1e-5


def check_part(
    verdict: Verdict, student: View, part: Part, seed: int, dependence: Callable[[View], None]
) -> None:
    """Give 6 points: 1 for the shape, 2 for values, 1 for locality and 2 for gradients.

    `dependence` raises a Fault unless numbers of the result hang on those numbers of the input that
    a convolution lets them see.
    """
    draw = np.random.default_rng(seed)
    weights, biases, batches = _clear_example(part, draw)
    x, *_ = batches
    expected = part.layers(x, weights, biases)[-1]
    # Everything is asked for before anything is judged, the plain batches twice.
    results = student.results(*((rows, weights, biases) for rows in batches))
    slopes = gradients(student, (x, weights, biases), range(3))
    results += student.results(*((rows, weights, biases) for rows in reversed(batches)))

    @cache
    def effects() -> set[str]:
        return effects_of(student, x, weights, biases)

    with verdict.item(1, f"shape: (n, {part.n_in}) → (n, {part.n_out})"):
        for result, rows in zip(results, batches, strict=False):
            expect_shape(result.get(), (len(rows), part.n_out))

    are_right = False
    with verdict.item(2, "values of every layer"):
        found = as_rows(results[0].get(), len(x), part)
        if not are_close(found, expected, 1e-3, 1e-4):
            mistakes = _mistakes(part, x, weights, biases)
            known = [np.asarray(one) for values in mistakes.values() for one in values]
            if not any(are_close(found, one, 1e-3, 1e-4) for one in known):
                expect_own(effects(), weights, biases, part.name)
            expect_close(found, expected, absolute=1e-4, mistakes=mistakes)
        for result, rows in zip(results, (*batches, *reversed(batches)), strict=True):
            expect_close(
                as_rows(result.get(), len(rows), part),
                part.layers(rows, weights, biases)[-1],
                absolute=1e-4,
                what="the result of a later call",
            )
        are_right = True

    with verdict.item(1, "each number depends on its own window alone, at the border too"):
        results[0].get()  # what raises says more than the next sentence
        dependence(student)

    with verdict.item(2, "gradients reach the input, the weights and the biases"):
        arrived = [slope.get() for slope in slopes]
        if are_right:
            check_gradients(arrived, part.gradients(x, weights, biases), True, set())
            return
        expect_following_rows(student, as_numbers(results[0].get()), x, weights, biases)
        # What is not used has already cost the points for the values.
        own = {what for what in entries(weights, biases) if f'["{part.name}_' in what}
        idle = own - effects()
        expect(
            any(what.startswith("weights") for what in effects()),
            f"no weights have an effect on the result of the {part.name}",
        )
        check_gradients(arrived, part.gradients(x, weights, biases), False, idle)
        for number, name in enumerate(NAMES):
            if arrived[number] is not None:
                expect_derivative(student, (x, weights, biases), number, arrived[number], name)


def _clear_example(
    part: Part, draw: np.random.Generator
) -> tuple[Parameters, Parameters, list[np.ndarray]]:
    """Parameters and inputs for which no argument of a ReLU is nearly 0."""
    nearest: list[float] = []

    def watched(a: np.ndarray) -> np.ndarray:
        nearest.append(float(np.min(np.abs(a))))
        return relu(a)

    watching = Slip(activations=(watched, watched, identity))
    while True:
        weights, biases = network.parameters(draw)
        batches = [draw.uniform(size=(n, part.n_in)).astype(np.float32) for n in BATCHES]
        batches[0][0] *= LARGE
        nearest.clear()
        for rows in batches:
            part.layers(rows, weights, biases, watching)
        if min(nearest) > CLEAR_OF_ZERO:
            return weights, biases, batches


def _mistakes(part: Part, x: np.ndarray, weights: Parameters, biases: Parameters) -> Mistakes:
    """What common slips lead to."""
    right = part.layers(x, weights, biases)[-1]
    found: dict[str, tuple[np.ndarray, ...]] = {
        sentence: tuple(part.layers(x, weights, biases, slip)[-1] for slip in slips)
        for sentence, slips in part.slips.items()
    }
    found[f"the input of the {part.name} is divided by 255; take its numbers as they are"] = (
        part.layers(x / 255, weights, biases)[-1],
    )
    found[f"the result of the {part.name} is multiplied by 255"] = (255 * right,)
    return found
