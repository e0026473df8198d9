"""Runs the hidden part of a test cell outside the student's kernel.

There a name that is not defined stands for the student's object of that name: the hidden test of
`mean` says `mean` and gets a view of the function in the student's kernel.
"""

import builtins
import math
import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.checking.verdict import MIME_TYPE, Item, Verdict
from autograder.checking.view import View
from autograder.intake.parsing import compile_test
from autograder.judging.remote import KernelGone
from autograder.text import plain

# What NumPy thinks of a student's numbers is not news to a TA. Set once: filters belong to the
# whole process, and threads that change them for a while undo each other's changes.
warnings.filterwarnings("ignore", module=r"autograder\.checks|numpy")

HIDDEN = re.compile(r"^[^\n]*BEGIN HIDDEN TESTS[^\n]*\n(.*?)^[^\n]*END HIDDEN TESTS", re.M | re.S)


class NoVerdict(Exception):
    """A hidden test's value is not a verdict on its cell, and why it is not."""


def hidden_part(source: str) -> str:
    """The hidden part of a test cell of a source notebook. Raises ValueError where it has none."""
    found = HIDDEN.search(source)
    if found is None:
        raise ValueError("the test cell has no hidden part, BEGIN to END HIDDEN TESTS")
    return found[1]


class StudentNames(dict[str, Any]):
    """A namespace in which what is not defined is the student's."""

    def __init__(self, view: Callable[[str], View]):
        super().__init__()
        self.view = view

    def __missing__(self, name: str) -> View:
        if hasattr(builtins, name):
            raise KeyError(name)
        return self.view(name)


def run_hidden(hidden: str, view: Callable[[str], View]) -> object:
    """The value of a hidden test's last line; whatever the test raises is raised."""
    # One namespace: a comprehension looks for names in the global one only.
    names = StudentNames(view)
    statements, value = compile_test(hidden)
    exec(statements, names)
    result: object = eval(value, names)
    return result


def reach_verdict(hidden: str, view: Callable[[str], View], name: str, maximum: float) -> Verdict:
    """The verdict of a hidden test, or one that was not reached where the test itself fails.

    Raises KernelGone where the kernel ended under it.
    """
    try:
        with np.errstate(all="ignore"):
            value = run_hidden(hidden, view)
        return as_verdict(value, maximum)
    except KernelGone:
        raise
    except NoVerdict as error:
        problem = str(error)
    except Exception as error:
        problem = plain(f"{type(error).__name__}: {error}")
    return not_reached(name, maximum, f"the test failed ({problem})")


def as_verdict(value: object, maximum: float) -> Verdict:
    """A hidden test's value as a verdict on a cell of so many points; raises NoVerdict."""
    if not isinstance(value, Verdict):
        raise NoVerdict(f"it ended in a value of type {type(value).__name__}; expected a verdict")
    if not math.isclose(value.maximum, maximum):
        raise NoVerdict(
            f"its items add up to {value.maximum:g} points, its cell states {maximum:g}; make them "
            "the same"
        )
    if not all(0 <= item.points <= item.maximum for item in value.items):
        raise NoVerdict("an item has less than no points, or more than all of them")
    return value


def without_points(name: str, maximum: float, reason: str) -> Verdict:
    """A verdict without points."""
    return Verdict(name, [Item("a function that can be tested", maximum, 0, reason)])


@dataclass(repr=False)  # it is nbgrader's to read
class NotReached(Verdict):
    """Stands in the place of a verdict that a person is to reach, by no fault of the student's."""

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        bundle = super()._repr_mimebundle_()
        bundle[MIME_TYPE]["is_reached"] = False
        return bundle


def not_reached(name: str, maximum: float, why: str) -> NotReached:
    """No verdict, and the reason why a person is to look."""
    reason = f"not judged: {why}; this is no fault of yours, and a person will look at it"
    return NotReached(name, [Item("a test that can be run", maximum, 0, reason)])
