"""Items that every function which makes parameters is checked by."""

from typing import Any

import numpy as np

from autograder.checks.compare import as_numbers, expect
from autograder.checks.statistics import expect_different
from autograder.checks.view import StudentError, Variable

Shapes = dict[str, tuple[int, ...]]


def expect_dicts(result: Any) -> tuple[dict, dict]:
    """The two dicts that a function of parameters returns; a Fault if it returns something else."""
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
        for key in old.keys() & new.keys():
            if is_random(old[key]):
                expect_different(
                    np.asarray(old[key]),
                    np.asarray(new[key]),
                    f'two calls return the same numbers in {name}["{key}"]; every call is to draw '
                    "new ones (is a seed fixed?)",
                )
        keys = [key for key in old if is_random(old[key])]
        for position, key in enumerate(keys):
            for other in keys[:position]:
                expect_different(
                    np.asarray(old[key]),
                    np.asarray(old[other]),
                    f'{name}["{other}"] and {name}["{key}"] hold the same random numbers; one '
                    "Keras initializer used twice, or one seed, repeats its draw",
                )


def is_random(values: np.ndarray) -> bool:
    """Whether an entry was drawn at all: a constant has nothing to be fresh."""
    return values.size > 1 and np.ptp(np.asarray(values)) > 0


def pooled(results: list[tuple[dict, dict]], group: int, key: str) -> np.ndarray:
    """The numbers of one entry over several calls, each call a row."""
    return np.stack([np.asarray(result[group][key], np.float64).ravel() for result in results])


def distinct(results: list[tuple[dict, dict]]) -> list[tuple[dict, dict]]:
    """The results without repetitions: a fixed seed must not count one draw several times."""

    def fingerprint(result):
        return tuple(
            (key, np.asarray(value).tobytes()) for group in result for key, value in group.items()
        )

    return list({fingerprint(result): result for result in results}.values())
