"""Items that every function which makes parameters is checked by."""

import math
from itertools import islice, pairwise
from typing import Any

import numpy as np

from autograder.checking.comparison import as_numbers, expect
from autograder.checking.statistics import (
    STANDARD_ERRORS,
    expect_different,
    expect_drawn,
    expect_standard_normal,
    repeated,
    share_of_common,
)
from autograder.checking.verdict import Fault
from autograder.checking.view import StudentError, Variable

Shapes = dict[str, tuple[int, ...]]
# The weights and the biases that an answer returned, by its keys.
Pair = tuple[dict[str, Any], dict[str, Any]]

# How much of a student's keys a message shows.
LONGEST_KEY = 40
MOST_KEYS = 3

MOST_PAIRS = 20  # of entries that have numbers in common, looked at one by one


def expect_dicts(result: Any) -> Pair:
    """The two dicts that a function of parameters returns; a Fault if it returns something else."""
    if result is None:
        raise StudentError("the result is None; is a `return` missing?")
    if not (isinstance(result, tuple) and len(result) == 2):
        count = f" of {len(result)} entries" if isinstance(result, tuple) else ""
        raise StudentError(
            f"the result is a {type(result).__name__}{count}; expected a pair (weights, biases)"
        )
    for name, group in zip(("weights", "biases"), result, strict=True):
        expect(isinstance(group, dict), f"{name} is a {type(group).__name__}; expected a dict")
    weights, biases = result
    return weights, biases


def expect_shapes(result: Any, shapes: tuple[Shapes, Shapes]) -> None:
    """A Fault unless weights and biases have exactly the expected keys and shapes."""
    groups = expect_dicts(result)
    for name, group, other, expected in zip(
        ("weights", "biases"), groups, groups[::-1], shapes, strict=True
    ):
        missing = [key for key in expected if key not in group]
        has = f"it has the keys {listed(list(group))}" if group else "it has no key at all"
        swapped = ": did you swap weights and biases?" if set(missing) <= set(other) else ""
        expect(not missing, f"{name} lacks the key {listed(missing)}; {has}{swapped}")
        extra = [key for key in group if key not in expected]
        expect(not extra, f"{name} has a key that the network does not: {listed(extra)}")
        for key, shape in expected.items():
            found = as_numbers(group[key], f'{name}["{key}"]').shape
            expect(found == shape, f'{name}["{key}"] has shape {found}; expected {shape}')


def expect_variables(result: Any) -> None:
    """A Fault unless all entries are float32 variables."""
    for name, group in zip(("weights", "biases"), expect_dicts(result), strict=True):
        expect(bool(group), f"{name} is empty")
        for key, value in group.items():
            expect(
                isinstance(value, Variable),
                f'{name}["{shortened(key)}"] is no tf.Variable that an optimizer can train',
            )
            expect(
                value.dtype == np.float32,
                f'{name}["{shortened(key)}"] is of type {value.dtype}; expected float32',
            )


def expect_varied(results: list[Pair], shapes: Shapes) -> None:
    """A Fault unless the weights vary as draws do; constants and patterns are evidence of nothing.

    A wrong key or shape costs its points elsewhere, but a quarter of the numbers is to be there.
    What takes long is looked at in the first and in the last result.
    """
    for number, (weights, _) in enumerate(results):
        expect(bool(weights), "weights is empty")
        values = {
            f'weights["{shortened(key)}"]': as_numbers(value, f'weights["{shortened(key)}"]')
            for key, value in weights.items()
        }
        _expect_enough(sum(array.size for array in values.values()), "weights", shapes)
        for what, array in values.items():
            if array.size > 1 and number in (0, len(results) - 1):
                expect_drawn(array, what)
            elif array.size > 1:
                expect(np.ptp(array) > 0, f"{what} holds one number only; every entry is a draw")


def _expect_enough(count: int, name: str, shapes: Shapes) -> None:
    needed = sum(map(math.prod, shapes.values()))
    expect(
        count >= needed / 4,
        f"{name} holds {count:,} numbers; the network has {needed:,}, and each is to be drawn",
    )


def expect_fresh(name: str, results: list[dict[str, Any]]) -> None:
    """A Fault unless all random entries differ, from each other and from one call to the next.

    `results` are the weights, or the biases, of several calls.
    """
    for first, second in pairwise(results):
        for key in first:
            if key in second and is_random(first[key]):
                expect_different(
                    as_numbers(first[key]),
                    as_numbers(second[key]),
                    f'two calls return the same numbers in {name}["{shortened(key)}"]; every '
                    "call is to draw new ones (is a seed fixed?)",
                )
    for first, second in pairwise(results[:3]):
        drawn = {key: as_numbers(value) for key, value in first.items() if is_random(value)}
        for one, other in islice(repeated(drawn), MOST_PAIRS):
            _expect_own_draws(name, (one, other), drawn, second)


def _expect_own_draws(
    name: str, keys: tuple[str, str], drawn: dict[str, np.ndarray], others: dict[str, Any]
) -> None:
    """A Fault unless two entries have no more in common than they have by chance.

    That is, than the first of them has with the second in the result of another call.
    """
    one, other = keys
    by_chance = 0.0
    if other in others:
        by_chance = share_of_common(drawn[one], as_numbers(others[other]))
    expect(
        share_of_common(drawn[one], drawn[other]) < max(0.1, 1.5 * by_chance),
        f'{name}["{shortened(one)}"] and {name}["{shortened(other)}"] hold the same random '
        "numbers; each is to be drawn for itself (one Keras initializer used twice, or one seed, "
        "repeats its draw)",
    )


def is_random(values: Any) -> bool:
    """Whether an entry was drawn at all: a constant has nothing to be fresh."""
    values = as_numbers(values)
    return values.size > 1 and bool(np.ptp(values) > 0)


def expect_normal_draws(results: list[Pair], group: int, shapes: Shapes) -> None:
    """A Fault unless entries, taken from several results, look like draws from N(0, 1).

    As in `expect_varied`, a quarter of the numbers is to be there.
    """
    name = ("weights", "biases")[group]
    expect(bool(results[0][group]), f"{name} is empty")
    count = 0
    for key in results[0][group]:
        what = f'{name}["{shortened(key)}"]'
        draws = [as_numbers(result[group].get(key), what).ravel() for result in results]
        expect(
            all(np.all(np.isfinite(draw)) for draw in draws),
            f"{what} is not finite everywhere (it holds NaN or infinity)",
        )
        count += draws[0].size
        expect(draws[0].size > 0, f"{what} is empty")
        _expect_normal(np.concatenate(draws), what)
        if len(draws) > 2 and len({draw.size for draw in draws}) == 1:
            still = np.mean(np.ptp(np.stack(draws), axis=0) == 0)
            expect(still == 0, f"{still:.2%} of {what} are the same at each call")
    _expect_enough(count, name, shapes)


def _expect_normal(values: np.ndarray, what: str) -> None:
    try:
        expect_standard_normal(values, what)
    except Fault:
        low, high = values.min(), values.max()
        expect(low < high, f"{what} holds {low:g} only; every number of it is to be drawn")
        expect(
            not is_uniform(values),
            f"{what} is uniform between {low:.3g} and {high:.3g}; expected a normal distribution",
        )
        raise


def shortened(key: str) -> str:
    """A key of a student's as a message shows it."""
    return key if len(key) <= LONGEST_KEY else key[:LONGEST_KEY] + "…"


def listed(keys: list[str]) -> str:
    """The first of several keys, and how many more there are."""
    shown = ", ".join(map(shortened, keys[:MOST_KEYS]))
    return shown + (f" and {len(keys) - MOST_KEYS:,} more" if len(keys) > MOST_KEYS else "")


def is_uniform(values: np.ndarray) -> bool:
    """Whether the quarters of the range of 1,000 or more numbers hold as many of them each."""
    counts, _ = np.histogram(values, 4)
    error = np.sqrt(values.size * 3 / 16)
    return bool(np.all(np.abs(counts - values.size / 4) < STANDARD_ERRORS * error))


def distinct(results: list[Pair]) -> list[Pair]:
    """The results without repetitions: a fixed seed must not count one draw several times."""

    def fingerprint(result: Pair) -> tuple[tuple[str, bytes], ...]:
        return tuple(
            (key, np.asarray(value).tobytes()) for group in result for key, value in group.items()
        )

    return list({fingerprint(result): result for result in results}.values())
