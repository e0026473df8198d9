"""A short training run with a student's function in one role.

Its right parts are TensorFlow and run where the function lives, so that this package keeps them as
text, one module a part. A test hands over the parts that it does not ask for, and no more: student
code may look at them.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from autograder.checking.view import Operation, StudentError, View

LOSSES = {"squared error": "squared_error", "cross-entropy": "cross_entropy"}
SOURCES = {path.stem: path.read_text() for path in Path(__file__).parent.glob("*.py")}
# What a student's step may call, by its name in notebook 1, and the right part in its place.
RIGHT_PARTS = {"encoder": "encoder", "decoder": "decoder", "mean_squared": "squared_error"}


@dataclass(frozen=True)
class Training:
    """What a training run left: what its first step returned, and the parameters at its end.

    What later steps return is of no use, and may be more than a kernel can send.
    """

    loss: Any
    weights: dict[str, np.ndarray]
    biases: dict[str, np.ndarray]


def train(
    student: View,
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

    The role is `train_step` or `loss`. The loop and the function in the other role are right ones;
    what the student's function calls is the student's, but for `RIGHT_PARTS` that are given. Each
    step takes the images, (n, 784), of a row of `order`, (steps, batch size). `optimizer` is `adam`
    or `sgd`, and `loss`, which the role `loss` ignores, `squared error` or `cross-entropy`.
    Raises StudentError where the student's function does, or the run comes back in another form.
    """
    # Only what is used is sent, and once.
    used, places = np.unique(order, return_inverse=True)
    result = student.perform(
        operation(role, loss),
        LOSSES[loss],
        weights,
        biases,
        images[used],
        places.reshape(order.shape),
        optimizer,
        learning_rate,
    )
    return _training(result, weights, biases)


def operation(role: str, loss: str) -> Operation:
    """The run in which the student's function has the role, with no more than it needs."""
    if role == "loss":
        name, parts = "train_with_loss", ["loop", "autoencoder", "step"]
    else:
        name, parts = "train_with_step", ["loop", "autoencoder", "squared_error", LOSSES[loss]]
    return Operation(name, tuple(SOURCES[part] for part in dict.fromkeys(parts)))


def _training(
    result: Any, weights: dict[str, np.ndarray], biases: dict[str, np.ndarray]
) -> Training:
    """What a training run left, if it has the form of what went in; only a forgery has not."""
    if not (isinstance(result, tuple) and len(result) == 3):
        raise StudentError("the training run came back without its results")
    loss, *groups = result
    for group, expected in zip(groups, (weights, biases), strict=True):
        if not isinstance(group, dict) or {key: np.shape(one) for key, one in group.items()} != {
            key: np.shape(one) for key, one in expected.items()
        }:
            raise StudentError("the training run came back with other parameters")
    return Training(loss, *groups)
