"""What a check sees of a student's function.

A check never holds the function itself. It holds a view, which takes and gives NumPy arrays, so
that the function may live in another process.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from autograder.checking.verdict import Fault
from autograder.inside.variable import Variable

__all__ = ["Operation", "Result", "StudentError", "Variable", "View", "readable"]


class StudentError(Fault):
    """The student's function raised, or returned other than numbers, dicts, lists and tuples."""


@dataclass(frozen=True)
class Result:
    """What came of one call: a value, or the Fault that it ended with."""

    value: Any = None
    fault: Fault | None = None

    @classmethod
    def of(cls, call: Callable[[], Any]) -> "Result":
        """The result of a call without arguments."""
        try:
            return cls(call())
        except Fault as fault:
            return cls(fault=fault)

    def get(self) -> Any:
        """The value; raises the Fault where there is none."""
        if self.fault:
            raise self.fault
        return self.value


@dataclass(frozen=True)
class Operation:
    """An operation of a course's own, as code that runs where the student's function lives.

    All `sources` are executed, in order and in one namespace; then the function `name` that they
    define is called with the student's function and the arguments.
    """

    name: str
    sources: tuple[str, ...]


class View(ABC):
    """A student's function, called with NumPy arrays.

    A float32 array arrives as a tensor, a dict of arrays as a dict of `tf.Variable`, a float64
    array and a Python number as they are; where TensorFlow is not imported, all arrays do.
    Results come back as arrays (a `Variable` where the function returned one), in dicts, lists and
    tuples as the function built them.

    Every operation raises `StudentError`, with a sentence for the student, where the function
    raises or returns something else.
    """

    @abstractmethod
    def ask(self, operation: str, arguments: tuple[Any, ...], options: dict[str, Any]) -> Any:
        """The result of an operation of :mod:`autograder.inside.operations` on the function."""

    @abstractmethod
    def given(self, **right: Callable[..., Any] | str) -> "View":
        """The same function, with right functions in place of the student's of these names.

        They are called where the check runs. Text is the name of a right function that the sources
        of an `Operation` define; it counts there only.
        """

    def __call__(self, *arguments: Any) -> Any:
        """The function's result."""
        return readable(self.ask("call", arguments, {}))

    def results(self, *calls: tuple[Any, ...]) -> list["Result"]:
        """What the function returns or raises at each of several calls, made before any is judged.

        So a function that counts its calls does not learn what a call is for.
        """
        return [Result.of(partial(self, *arguments)) for arguments in calls]

    def compiled(self, *arguments: Any, xla: bool = False) -> Any:
        """The function's result inside `tf.function`, compiled by XLA or not."""
        return readable(self.ask("compiled", arguments, {"xla": xla}))

    def gradient(self, *arguments: Any, by: int, compiled: bool = False, xla: bool = False) -> Any:
        """The gradient of the summed result by argument number `by`, in that argument's form.

        `None` stands where no gradient arrives.
        """
        options = {"by": by, "compiled": compiled, "xla": xla}
        slope = readable(self.ask("gradient", arguments, options))
        if isinstance(arguments[by], dict) and not isinstance(slope, dict):
            raise StudentError("the gradient came back in another form")
        return slope

    def perform(self, operation: Operation, *arguments: Any) -> Any:
        """The result of an operation of the course's own; arrays arrive in it as they are."""
        options = {"entry": operation.name, "sources": list(operation.sources)}
        return readable(self.ask("perform", arguments, options))


def given_for(
    operation: str, right: Mapping[str, Callable[..., Any] | str], options: dict[str, Any]
) -> tuple[dict[str, Callable[..., Any]], dict[str, Any]]:
    """What is given, as an operation takes it: functions, and options with the names of others."""
    functions = {name: one for name, one in right.items() if callable(one)}
    if operation == "perform":
        names = {name: one for name, one in right.items() if isinstance(one, str)}
        options = options | {"given": names}
    return functions, options


def readable(result: Any) -> Any:
    """A result in which every entry of a dict is an array or None; a StudentError if none can be.

    Lists of numbers in a dict become arrays, so that no check meets them.
    """
    if isinstance(result, tuple):
        return tuple(readable(entry) for entry in result)
    if not isinstance(result, dict):
        return result
    return {key: _array(entry, f'the entry "{key}" of the result') for key, entry in result.items()}


def _array(value: Any, what: str) -> np.ndarray | None:
    if value is None or isinstance(value, np.ndarray):
        return value
    try:
        array = np.asarray(value)
    except ValueError:  # lists of several lengths, or nested deeper than an array can be
        array = np.empty(0, object)
    if array.dtype.kind not in "biufc":
        raise StudentError(f"{what} is of type {type(value).__name__}; expected an array")
    return array
