"""What a check sees of a student's function.

A check never holds the function itself. It holds a view, which takes and gives NumPy arrays, so
that the function may live in another process.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from autograder.checking.verdict import Fault


class StudentError(Fault):
    """The student's function raised, or returned what is no number, array, dict, list or tuple."""


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
class Training:
    """What a training run left: what its first step returned, and the parameters at its end.

    What later steps return is of no use, and may be more than a kernel can send.
    """

    loss: Any
    weights: dict[str, np.ndarray]
    biases: dict[str, np.ndarray]


class View(ABC):
    """A student's function, called with NumPy arrays.

    A float32 array arrives as a tensor, a dict of arrays as a dict of `tf.Variable`, a float64
    array and a Python number as they are. Results come back as arrays (an
    `autograder.inside.operations.Variable` where the function returned one), in dicts, lists and
    tuples as the function built them.

    Every operation raises `StudentError`, with a sentence for the student, where the function
    raises or returns something else.
    """

    @abstractmethod
    def ask(self, operation: str, arguments: tuple, options: dict) -> Any:
        """The result of an operation of :mod:`autograder.inside.operations` on the function."""

    @abstractmethod
    def given(self, *names: str) -> "View":
        """The same function, with right functions in place of the student's of these names.

        The names are those of :mod:`exercises.shared.latent` or, in a training run, `encoder`,
        `decoder` and `mean_squared`.
        """

    def __call__(self, *arguments: Any) -> Any:
        """The function's result."""
        return readable(self.ask("call", arguments, {}))

    def results(self, *calls: tuple) -> list["Result"]:
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

    def train(
        self,
        role: str,
        weights: dict[str, np.ndarray],
        biases: dict[str, np.ndarray],
        images: np.ndarray,
        order: np.ndarray,
        *,
        optimizer: str,
        learning_rate: float,
        loss: str,
    ) -> Training:
        """Train the autoencoder of notebook 1 with the student's function in one `role`.

        The role is `train_step` or `loss`. The loop and the function in the other role are right
        ones; what the student's function calls is the student's, but for what is `given`. Each
        step takes the images, (n, 784), of a row of `order`, (steps, batch size). `optimizer` is
        `adam` or `sgd`, and `loss`, which the role `loss` ignores, `squared error` or
        `cross-entropy`.
        """
        options = {"optimizer": optimizer, "learning_rate": learning_rate, "loss": loss}
        # Only what is used is sent, and once.
        used, places = np.unique(order, return_inverse=True)
        arguments = (role, weights, biases, images[used], places.reshape(order.shape))
        return _training(readable(self.ask("train", arguments, options)), weights, biases)


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


def _training(result: Any, weights: dict, biases: dict) -> Training:
    """What a training run left, if it has the form of what went in; only a forgery has not."""
    form = [None, weights, biases]
    if not (isinstance(result, tuple) and len(result) == len(form)):
        raise StudentError("the training run came back without its results")
    loss, *groups = result
    for group, expected in zip(groups, form[1:], strict=True):
        if not isinstance(group, dict) or {key: np.shape(one) for key, one in group.items()} != {
            key: np.shape(one) for key, one in expected.items()
        }:
            raise StudentError("the training run came back with other parameters")
    return Training(loss, *groups)
