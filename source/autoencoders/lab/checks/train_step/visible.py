"""The check of `train_step` that students run."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from ..shared.visible.layers import BASIC, parameters
from ..shared.visible.losses import scalar
from ..shared.visible.optimizer import watched_adam
from ..shared.visible.results import Answer, Problem, Tensor, expect


def check(answer: Answer) -> str:
    import tensorflow as tf

    draw = np.random.default_rng(0)
    x = tf.constant(draw.integers(2, size=(20, 784)), tf.float32)
    weights, biases = parameters(
        BASIC, lambda n, m: draw.normal(size=(n, m)) * 4 * math.sqrt(2 / (n + m)), (0.0, 0.0)
    )
    variables = {f'weights["{key}"]': value for key, value in weights.items()}
    variables |= {f'biases["{key}"]': value for key, value in biases.items()}
    start = {name: variable.numpy() for name, variable in variables.items()}
    optimizer = watched_adam({id(value): name for name, value in variables.items()}, 0.003)
    optimizer.build(list(variables.values()))
    calls: list[tuple[Tensor, Tensor, Tensor]] = []

    def loss(x: Tensor, z: Tensor) -> Tensor:
        value = tf.reduce_mean(tf.keras.losses.MSE(x, z))
        calls.append((x, z, value))
        return value

    def step() -> float:
        try:
            return scalar(answer(x, weights, biases, optimizer, loss))
        except Exception:
            if optimizer.problem is None:
                raise
            raise optimizer.problem from None

    try:
        value = step()
    except Problem:
        _expect_own_parameters(step, optimizer, calls)
        raise
    expect(calls, "it never calls `loss`, its argument; compute the loss as `loss(x, z)`")
    if not any(isinstance(part, tf.Tensor) and not hasattr(part, "numpy") for part in calls[0]):
        expect(
            not np.array_equal(calls[0][1], x),
            "it calls `loss` with the images in second place; call it as `loss(x, z)`",
        )
        expect(
            np.array_equal(calls[0][0], x),
            "it calls `loss` with something other than the images `x` in first place",
        )
        expect(
            any(np.isclose(value, np.array(call[2]), rtol=1e-3) for call in calls),
            f"it returns {value:.4g}; expected the loss of the batch, {float(calls[0][2]):.4g}",
        )
    steps = int(optimizer.iterations.numpy())
    expect(
        steps == 1,
        f"the optimizer made {steps} steps; expected one step of `optimizer`, the argument",
    )
    still = [name for name, v in variables.items() if np.array_equal(v.numpy(), start[name])]
    expect(
        not still,
        f"the step does not change {', '.join(still)}; ask the tape for the gradients with respect "
        "to all eight variables, and see that all of them are used between `x` and the loss",
    )
    for _ in range(10):
        last = step()
    expect(
        last < value,
        f"over ten steps on one batch the loss goes from {value:.4g} to {last:.4g}; it should fall",
    )
    return "the loss is returned, all eight variables move, the loss falls from step to step"


def _expect_own_parameters(
    step: Callable[[], float], optimizer: Any, calls: list[tuple[Tensor, Tensor, Tensor]]
) -> None:
    """A Problem if a step that got no gradients draws parameters: then its results scatter."""
    if not optimizer.lacks_gradients or not calls:
        return
    try:
        step()
    except Problem:
        first, second = (calls[number][1] for number in (0, -1))
        if not (hasattr(first, "numpy") and hasattr(second, "numpy")):
            return  # symbols of a tf.function
        expect(
            np.allclose(first, second),
            "two steps from the same parameters give different reconstructions; use the arguments "
            "`weights` and `biases`, and draw no parameters inside the step",
        )
