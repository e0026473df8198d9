"""Runs the hidden part of a test cell outside the student's kernel.

There a name that is not defined stands for the student's object of that name: the hidden test of
`encoder` says `encoder` and gets a view of the function in the student's kernel.
"""

import builtins
import re
import warnings
from collections.abc import Callable

import numpy as np

from autograder.checks.verdict import Item, Verdict
from autograder.checks.view import View
from autograder.judge.parsing import compile_test
from autograder.judge.remote import KernelGone

HIDDEN = re.compile(r"^[^\n]*BEGIN HIDDEN TESTS[^\n]*\n(.*?)^[^\n]*END HIDDEN TESTS", re.M | re.S)


def hidden_part(source: str) -> str:
    """The hidden part of a test cell of a source notebook."""
    return HIDDEN.search(source)[1]


class StudentNames(dict):
    """A namespace in which what is not defined is the student's."""

    def __init__(self, view: Callable[[str], View]):
        super().__init__()
        self.view = view

    def __missing__(self, name: str) -> View:
        if hasattr(builtins, name):
            raise KeyError(name)
        return self.view(name)


def reach_verdict(hidden: str, view: Callable[[str], View], name: str, maximum: float) -> Verdict:
    """The verdict of a hidden test. Raises KernelGone where the kernel ended under it."""
    names = StudentNames(view)
    statements, value = compile_test(hidden)
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            exec(statements, {}, names)
            return eval(value, {}, names)
    except KernelGone:
        raise
    except Exception as error:
        reason = (
            f"the test could not read what `{name}` returned ({type(error).__name__}: {error}); "
            "please tell your instructors"
        )
        return nothing(name, maximum, reason)


def nothing(name: str, maximum: float, reason: str) -> Verdict:
    """A verdict without points."""
    return Verdict(name, [Item("a function that can be tested", maximum, 0, reason)])
