"""Gradients with respect to the arguments of a function: asked for, and looked at."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from autograder.checking.comparison import expect, expect_close, expect_shape
from autograder.checking.gradients import expect_derivative
from autograder.checking.verdict import Fault
from autograder.checking.view import Result, View


@dataclass(frozen=True)
class Gradient:
    """What arrived at an argument of a function, and what is right."""

    number: int  # of the argument
    name: str
    found: Any
    right: np.ndarray


def gradients(student: View, arguments: tuple[Any, ...], numbers: Iterable[int]) -> list[Result]:
    """The gradients with respect to the arguments of these numbers."""
    return [Result.of(partial(student.gradient, *arguments, by=number)) for number in numbers]


@contextmanager
def arriving_at(what: str) -> Iterator[None]:
    """Name in a Fault the argument whose gradient is wrong."""
    try:
        yield
    except Fault as fault:
        raise Fault(f"gradient with respect to {what}: {fault}") from None


def expect_arrived(found: Any, shape: tuple[int, ...], what: str) -> np.ndarray:
    """A gradient as an array of this shape; a Fault unless one arrives, and is finite."""
    expect(
        found is not None,
        f"no gradient reaches {what}: the result is not made by TensorFlow operations from it "
        "(NumPy, a conversion to NumPy, or `tf.stop_gradient` cuts the gradient)",
    )
    with arriving_at(what):
        slope = expect_shape(found, shape, "the gradient")
        expect(np.all(np.isfinite(slope)), "the gradient is not finite")
    return slope


def expect_gradients(
    student: View,
    arguments: tuple[Any, ...],
    arrived: Iterable[Gradient],
    are_right: bool,
    *,
    relative: float = 1e-3,
    expect_own: Callable[[View, tuple[Any, ...], int, Any, str], None] = expect_derivative,
) -> None:
    """A Fault unless gradients arrive, right ones where the function's values are right.

    Where they are wrong, `expect_own` holds the gradients to those of the values that are returned.
    """
    for one in arrived:
        slope = expect_arrived(one.found, one.right.shape, one.name)
        with arriving_at(one.name):
            if are_right:
                expect_close(
                    slope, one.right, relative=relative, absolute=1e-4, what="the gradient"
                )
                continue
            expect(np.any(slope), "the gradient is zero")
        expect_own(student, arguments, one.number, slope, one.name)


def cosine(first: np.ndarray, second: np.ndarray) -> float:
    """The cosine of the angle between two arrays, 0 where one of them is zero."""
    lengths = np.linalg.norm(first) * np.linalg.norm(second)
    return float(np.sum(first * second) / lengths) if lengths > 0 else 0.0
