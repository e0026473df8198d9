"""The loop over batches; it knows nothing of the network.

The other parts that a run needs are defined beside it, by the modules that come with this one.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import numpy as np
import tensorflow as tf

Function = Callable[..., Any]
# What the first step returned, and the weights and the biases at the end.
Run = tuple[Any, dict[str, tf.Variable], dict[str, tf.Variable]]

OPTIMIZERS = {"adam": tf.keras.optimizers.Adam, "sgd": tf.keras.optimizers.SGD}


def train_with_step(train_step: Function, loss: str, *arguments: Any) -> Run:
    """Train by a student's step, with the right loss of that name; see `train`."""
    return train(train_step, globals()[loss], *arguments)


def train_with_loss(loss: Function, _: str, *arguments: Any) -> Run:
    """Train with a student's loss, by a right step; see `train`."""
    parts = globals()
    step = parts["make_train_step"](parts["encoder"], parts["decoder"])
    return train(step, loss, *arguments)


def train(
    train_step: Function,
    loss: Function,
    weights: dict[str, np.ndarray],
    biases: dict[str, np.ndarray],
    images: np.ndarray,
    order: np.ndarray,
    optimizer: str,
    learning_rate: float,
) -> Run:
    """Run `train_step` on the images of each row of `order`.

    Returns what the first step returned, the weights and the biases.

    A student's `train_step` need not be traceable: where compiling it fails, it runs eagerly, as
    does a single step, which takes less time than compiling it. AutoGraph would take as long as the
    rest of compiling, and reaches nothing in a kernel, where this source has no file.
    """

    def run(compile_step: Callable[[Function], Function]) -> Run:
        values = [
            {key: tf.Variable(value, dtype=tf.float32) for key, value in group.items()}
            for group in (weights, biases)
        ]
        built = OPTIMIZERS[optimizer](learning_rate)
        built.build([variable for group in values for variable in group.values()])

        @compile_step
        def step(x: tf.Tensor) -> Any:
            # In dicts of its own: to put other tensors there moves no variable.
            return train_step(x, *map(dict, values), built, loss)

        returned = [step(tf.constant(images[rows])) for rows in order]
        return returned[0], values[0], values[1]

    def as_it_is(step: Function) -> Function:
        return step

    if len(order) > 1:
        with suppress(Exception):
            return run(tf.function(autograph=False))
    return run(as_it_is)
