"""Items that every encoder and decoder is checked by: shape, values and gradients."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

from autograder.checking.comparison import (
    Mistakes,
    are_close,
    as_numbers,
    change,
    expect,
    expect_close,
    expect_shape,
)
from autograder.checking.gradients import expect_derivative
from autograder.checking.verdict import Verdict
from autograder.checking.view import View
from exercises.shared import network
from exercises.shared.activations import (
    Activation,
    Join,
    after_the_activation,
    identity,
    plainly,
    relu,
    sigmoid,
    subtracted,
)
from exercises.shared.gradients import arriving_at, expect_arrived, gradients
from exercises.shared.visible.layers import Sizes

BATCH = 7
NAMES = ("the input", "weights", "biases")  # the arguments, in their order

OTHERS: dict[str, Activation] = {"tanh": np.tanh, "ReLU": relu}

# What tells the rows of a wrong result apart may be this share of it, divided by 255 as images are.
FAINT = 1e-2


def check_part(
    verdict: Verdict,
    student: View,
    part: str,
    sizes: Sizes,
    points: tuple[float, float, float],
    draw: np.random.Generator,
) -> None:
    """Give points for shape, values and gradients of `part`, `encoder` or `decoder`."""
    n_in, *_, n_out = sizes[part]
    count = len(sizes[part]) - 1
    # Larger than a Xavier draw, so that a forgotten bias or sigmoid shows in every entry.
    weights, biases = network.xavier_parameters(draw, sizes, gain=2)
    biases = {
        key: draw.normal(size=value.shape).astype(np.float32) for key, value in biases.items()
    }
    x = draw.uniform(size=(BATCH, n_in)).astype(np.float32)
    _, *hidden, expected = network.layers(x, weights, biases, part)

    other = draw.uniform(size=(BATCH - 2, n_in)).astype(np.float32)
    batches = (x, other)
    # Everything is asked for before anything is judged, the plain batches twice.
    results = student.results(*((rows, weights, biases) for rows in batches))
    slopes = gradients(student, (x, weights, biases), range(3))
    results += student.results(*((rows, weights, biases) for rows in reversed(batches)))

    def result() -> np.ndarray:
        found = as_numbers(results[0].get())
        for number, values in enumerate(hidden, start=1):
            expect(
                not are_close(found, values, 1e-3, 1e-4),
                f"the result has shape {found.shape}, it is that of layer {number} of {count}; "
                f"expected shape {(BATCH, n_out)}",
            )
        return expect_shape(found, (BATCH, n_out))

    @cache
    def effects() -> set[str]:
        return effects_of(student, x, weights, biases)

    with verdict.item(points[0], f"shape: (n, {n_in}) → (n, {n_out})"):
        result()

    are_right = False
    with verdict.item(points[1], "values of every layer"):
        if not are_close(found := result(), expected, 1e-3, 1e-4):
            expect_own(effects(), weights, biases, part)
        expect_close(found, expected, absolute=1e-4, mistakes=_mistakes(x, weights, biases, part))
        _, second, second_again, again = results
        rest = network.layers(other, weights, biases, part)[-1]
        for repeated, values in ((second, rest), (second_again, rest), (again, expected)):
            found = expect_shape(repeated.get(), values.shape)
            expect_close(found, values, absolute=1e-4, what="the result of a later call")
        are_right = True

    with verdict.item(points[2], "gradients reach the input, the weights and the biases"):
        idle: set[str] = set()
        if not are_right:
            expect_following_rows(student, as_numbers(results[0].get()), x, weights, biases)
            # What is not used has already cost the points for the values.
            own = {what for what in entries(weights, biases) if f'["{part}_' in what}
            idle = own - effects() if own & effects() else set()
            expect(
                any(what.startswith("weights") for what in effects()),
                f"no weights have an effect on the result of the {part}",
            )
        arrived = [slope.get() for slope in slopes]
        check_gradients(arrived, sum_gradients(x, weights, biases, part), are_right, idle)
        if not are_right:
            for number, name in enumerate(NAMES):
                if arrived[number] is not None:
                    expect_derivative(student, (x, weights, biases), number, arrived[number], name)


def expect_following_rows(
    student: View,
    found: np.ndarray,
    x: np.ndarray,
    weights: network.Parameters,
    biases: network.Parameters,
) -> None:
    """A Fault unless rows and columns of a wrong result differ, and rows follow those of `x`."""
    expect(found.size > 1, "the result is one number; expected one for each unit of the layer")
    expect(np.all(np.isfinite(found)), "the result is not finite everywhere (NaN or infinity)")
    matrix = found.reshape(len(found), -1) if found.ndim > 1 else found.reshape(1, -1)
    columns = matrix - matrix.mean(axis=1, keepdims=True)
    expect(np.ptp(columns) > 1e-6, "all numbers of a row of the result are the same")
    changed = x.copy()
    changed[0] = x[0, ::-1]
    again = as_numbers(student(changed, weights, biases))
    moves = np.abs(change(again, found)).reshape(matrix.shape)
    expect(np.max(moves) > 1e-7, "the result does not depend on the input")
    if len(matrix) == len(x) > 1:
        both = columns - columns.mean(axis=0)
        _, size, *_ = np.linalg.svd(both, compute_uv=False)
        expect(
            size > FAINT * np.abs(columns).max() / 255,
            "the rows of the result are multiples of one row, whatever the input",
        )
        expect(
            np.argmax(moves.sum(axis=1)) == 0,
            "the rows of the result do not follow the rows of the input: another row than the one "
            "that is changed moves most",
        )


def entries(
    weights: network.Parameters, biases: network.Parameters
) -> dict[str, tuple[network.Parameters, network.Parameters]]:
    """All parameters by what a student calls them, each with the changed dicts that negate it."""
    return {
        f'weights["{key}"]': (weights | {key: -value}, biases) for key, value in weights.items()
    } | {f'biases["{key}"]': (weights, biases | {key: -value}) for key, value in biases.items()}


def effects_of(
    student: View, x: np.ndarray, weights: network.Parameters, biases: network.Parameters
) -> set[str]:
    """The parameters on which the result depends; a Fault if it is another at each call."""

    def differs(*parameters: network.Parameters) -> bool:
        again = as_numbers(student(x, *parameters))
        return not are_close(again, first, 1e-5, 1e-6)

    first = as_numbers(student(x, weights, biases))
    expect(
        not differs(weights, biases),
        "two calls with the same arguments give different results; the result is to follow from "
        "the arguments alone",
    )
    return {what for what, changed in entries(weights, biases).items() if differs(*changed)}


def expect_own(
    effects: set[str], weights: network.Parameters, biases: network.Parameters, part: str
) -> None:
    """A Fault unless the result depends on all parameters of a part and on no others."""
    for what in entries(weights, biases):
        expect(
            f'["{part}_' in what or what not in effects,
            f"the result depends on {what}, which is no part of the {part}",
        )
    own_biases = {f'biases["{key}"]' for key in biases if key.startswith(part)}
    expect(bool(own_biases & effects), f"the biases have no effect on the result of the {part}")
    for what in entries(weights, biases):
        expect(f'["{part}_' not in what or what in effects, f"{what} has no effect on the result")


def _mistakes(
    x: np.ndarray, weights: network.Parameters, biases: network.Parameters, part: str
) -> Mistakes:
    """What common slips lead to."""
    keys = sorted(key for key in weights if key.startswith(part))

    def run(
        activations: Sequence[Activation], start: np.ndarray = x, join: Join = plainly
    ) -> np.ndarray:
        result = start
        for key, activation in zip(keys, activations, strict=True):
            result = join(result @ weights[key], biases[key.replace("_h", "_b")], activation)
        return result

    sigmoids, last = [sigmoid] * len(keys), len(keys) - 1
    right = run(sigmoids)
    slips = {
        f"the last layer of the {part} has no sigmoid": run([*sigmoids[:last], identity]),
        f"the first layer of the {part} has no sigmoid": run([identity, *sigmoids[1:]]),
        f"the {part} has no sigmoid at all": run([identity] * len(keys)),
        f"the {part} applies a softmax at its end; a sigmoid treats each unit alone": _softmax(
            run([*sigmoids[:last], identity])
        ),
        f"the last layer of the {part} applies its sigmoid twice": sigmoid(right),
        "the sign of the exponent in the sigmoid is wrong": run(
            [lambda a: sigmoid(-a)] * len(keys)
        ),
        "the bias is added after the sigmoid; the sigmoid is applied to the sum": run(
            sigmoids, join=after_the_activation
        ),
        "the bias is subtracted; a layer adds it": run(sigmoids, join=subtracted),
        f"the input of the {part} is divided by 255; its numbers are to be taken as they are": run(
            sigmoids, start=x / 255
        ),
        f"the result of the {part} is multiplied by 255; a sigmoid stays below 1": 255 * right,
        f"the result of the {part} is rounded": np.round(right),
    }
    for name, other in OTHERS.items():
        for place, activations in {
            f"the {part} uses": [other] * len(keys),
            f"the hidden layers of the {part} use": [*[other] * last, sigmoid],
            f"the last layer of the {part} uses": [*sigmoids[:last], other],
        }.items():
            slips[f"{place} {name} where a sigmoid is asked for"] = run(activations)
    return {sentence: (values,) for sentence, values in slips.items()}


def _softmax(a: np.ndarray) -> np.ndarray:
    exponentials = np.exp(a - a.max(axis=1, keepdims=True))
    return np.asarray(exponentials / exponentials.sum(axis=1, keepdims=True))


def check_gradients(
    found: Sequence[Any],
    expected: Sequence[np.ndarray | network.Parameters],
    are_right: bool,
    idle: set[str],
) -> None:
    """A Fault unless gradients arrive, but at what is `idle`.

    Their values count only where the function's are right.
    """
    for name, slopes, values in zip(NAMES, found, expected, strict=True):
        if isinstance(values, dict):
            pairs = {f'{name}["{key}"]': (slopes.get(key), one) for key, one in values.items()}
        else:
            pairs = {name: (slopes, values)}
        for what, (slope, right) in pairs.items():
            if slope is None and what in idle:
                continue
            slope = expect_arrived(slope, right.shape, what)
            if are_right:
                with arriving_at(what):
                    expect_close(slope, right, relative=1e-2, absolute=1e-3, what="the gradient")


def sum_gradients(
    x: np.ndarray, weights: network.Parameters, biases: network.Parameters, part: str
) -> tuple[np.ndarray, network.Parameters, network.Parameters]:
    """Gradients of the summed output of one part with respect to its input, weights and biases."""
    keys = sorted(key for key in weights if key.startswith(part))
    activations = network.layers(x, weights, biases, part)
    slope = np.ones_like(activations[-1])
    by_weights: network.Parameters = {}
    by_biases: network.Parameters = {}
    for position in reversed(range(len(keys))):
        out, below = activations[position + 1], activations[position]
        delta = slope * out * (1 - out)
        by_weights[keys[position]] = below.T @ delta
        by_biases[keys[position].replace("_h", "_b")] = delta.sum(axis=0)
        slope = delta @ weights[keys[position]].T
    return slope, by_weights, by_biases
