"""The loop over batches; it knows nothing of the network."""

from collections.abc import Callable

import numpy as np
import tensorflow as tf

OPTIMIZERS = {"adam": tf.keras.optimizers.Adam, "sgd": tf.keras.optimizers.SGD}


def train(
    train_step: Callable,
    loss: Callable,
    weights: dict[str, np.ndarray],
    biases: dict[str, np.ndarray],
    batches: np.ndarray,
    optimizer: str,
    learning_rate: float,
) -> tuple[list, dict, dict]:
    """Run `train_step` on each batch; returns losses, weights and biases.

    A student's `train_step` need not be traceable: where compiling it fails, it runs eagerly, as
    does a single step, which takes less time than compiling it.
    """

    def run(compile_step):
        values = [
            {key: tf.Variable(value, dtype=tf.float32) for key, value in group.items()}
            for group in (weights, biases)
        ]
        built = OPTIMIZERS[optimizer](learning_rate)
        built.build([variable for group in values for variable in group.values()])

        @compile_step
        def step(x):
            return train_step(x, *values, built, loss)

        return [step(tf.constant(batch)) for batch in batches], *values

    def as_it_is(step):
        return step

    if len(batches) == 1:
        return run(as_it_is)
    try:
        return run(tf.function)
    except Exception:
        return run(as_it_is)
