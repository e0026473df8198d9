"""What a check sees of a student's function.

A check never holds the function itself. It holds a view, which takes and gives NumPy arrays, so
that the function may live in another process.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.checks.verdict import Fault


class StudentError(Fault):
    """The student's function raised, or returned what is no number, array, dict, list or tuple."""


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
    `autograder.operations.Variable` where the function returned one), in dicts, lists and tuples
    as the function built them.

    Every operation raises `StudentError`, with a sentence for the student, where the function
    raises or returns something else.
    """

    @abstractmethod
    def ask(self, operation: str, arguments: tuple, options: dict) -> Any:
        """The result of an operation of :mod:`autograder.operations` on the function."""

    @abstractmethod
    def given(self, *names: str) -> "View":
        """The same function, with right functions in place of the student's of these names.

        The names are those of :mod:`autograder.checks.latent` or, in a training run, `encoder`,
        `decoder` and `mean_squared`.
        """

    def __call__(self, *arguments: Any) -> Any:
        """The function's result."""
        return self.ask("call", arguments, {})

    def compiled(self, *arguments: Any, xla: bool = False) -> Any:
        """The function's result inside `tf.function`, compiled by XLA or not."""
        return self.ask("compiled", arguments, {"xla": xla})

    def gradient(self, *arguments: Any, by: int, compiled: bool = False, xla: bool = False) -> Any:
        """The gradient of the summed result by argument number `by`, in that argument's form.

        `None` stands where no gradient arrives.
        """
        return self.ask("gradient", arguments, {"by": by, "compiled": compiled, "xla": xla})

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
        return Training(*self.ask("train", arguments, options))
