"""Items that every function which makes parameters is checked by."""

from typing import Any

import numpy as np

from autograder.checks.compare import as_numbers, expect
from autograder.checks.statistics import (
    STANDARD_ERRORS,
    expect_different,
    expect_standard_normal,
)
from autograder.checks.verdict import Fault
from autograder.checks.view import StudentError
from autograder.operations import Variable

Shapes = dict[str, tuple[int, ...]]


def expect_dicts(result: Any) -> tuple[dict, dict]:
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
    return result


def expect_shapes(result: Any, shapes: tuple[Shapes, Shapes]) -> None:
    """A Fault unless weights and biases have exactly the expected keys and shapes."""
    for name, group, expected in zip(
        ("weights", "biases"), expect_dicts(result), shapes, strict=True
    ):
        missing = [key for key in expected if key not in group]
        expect(not missing, f"{name} lacks the key {', '.join(missing)}")
        extra = [key for key in group if key not in expected]
        expect(not extra, f"{name} has a key that the network does not: {', '.join(extra)}")
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
                f'{name}["{key}"] is no tf.Variable, so no optimizer can train it',
            )
            expect(
                value.dtype == np.float32,
                f'{name}["{key}"] is of type {value.dtype}; expected float32',
            )


def expect_fresh(first: Any, second: Any) -> None:
    """A Fault unless all random entries differ, from each other and from one call to the next."""
    for name, old, new in zip(
        ("weights", "biases"), expect_dicts(first), expect_dicts(second), strict=True
    ):
        for key in old:
            if key in new and is_random(old[key]):
                expect_different(
                    np.asarray(old[key]),
                    np.asarray(new[key]),
                    f'two calls return the same numbers in {name}["{key}"]; every call is to draw '
                    "new ones (is a seed fixed?)",
                )
        keys = [key for key in old if is_random(old[key])]
        for position, key in enumerate(keys):
            for other in keys[:position]:
                expect(
                    share_of_common(np.asarray(old[key]), np.asarray(old[other])) < 0.1,
                    f'{name}["{other}"] and {name}["{key}"] hold the same random numbers; each is '
                    "to be drawn for itself (one Keras initializer used twice, or one seed, "
                    "repeats its draw)",
                )


def share_of_common(first: np.ndarray, second: np.ndarray) -> float:
    """How many numbers of the smaller array the larger one holds too, at whatever place."""
    smaller, larger = sorted((first.ravel(), second.ravel()), key=np.size)
    return float(np.mean(np.isin(smaller, larger)))


def is_random(values: np.ndarray) -> bool:
    """Whether an entry was drawn at all: a constant has nothing to be fresh."""
    return values.size > 1 and np.ptp(np.asarray(values, np.float64)) > 0


def expect_normal_draws(results: list[tuple[dict, dict]], group: int, key: str) -> None:
    """A Fault unless an entry, taken from several results, looks like draws from N(0, 1)."""
    what = f'{("weights", "biases")[group]}["{key}"]'
    values = np.concatenate(
        [as_numbers(result[group].get(key), what).ravel() for result in results]
    )
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


def is_uniform(values: np.ndarray) -> bool:
    """Whether the quarters of the range of 1,000 or more numbers hold as many of them each."""
    counts, _ = np.histogram(values, 4)
    error = np.sqrt(values.size * 3 / 16)
    return bool(np.all(np.abs(counts - values.size / 4) < STANDARD_ERRORS * error))


def distinct(results: list[tuple[dict, dict]]) -> list[tuple[dict, dict]]:
    """The results without repetitions: a fixed seed must not count one draw several times."""

    def fingerprint(result):
        return tuple(
            (key, np.asarray(value).tobytes()) for group in result for key, value in group.items()
        )

    return list({fingerprint(result): result for result in results}.values())
