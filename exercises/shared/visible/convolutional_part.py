"""What the checks of the convolutional encoder and decoder look at."""

from collections.abc import Callable

import numpy as np

from .convolutional import BIASES, WEIGHTS
from .layers import inputs_of, result_of_its_own
from .results import Answer, Shape, array, gradients

# Rows, and parameters by their keys, to the result for these rows.
PartOutput = Callable[..., np.ndarray]


def check_part(
    answer: Answer, part: str, n_in: int, n_out: int, check_values: Callable[[PartOutput], None]
) -> str:
    """Check the `encoder` or the `decoder`; what was tested, or a Problem.

    `check_values(output)` looks at numbers: `output(x, **changed)` is that of the answer with
    parameters that are 0 but for those that it is given, as arrays.
    """
    import tensorflow as tf

    draw = np.random.default_rng(0)
    weights, biases = (
        {
            key: tf.Variable(np.float32(draw.normal(size=shape) / np.sqrt(np.prod(shape[:-1]))))
            for key, shape in group.items()
        }
        for group in (WEIGHTS, BIASES)
    )
    x = tf.constant(draw.uniform(size=(3, n_in)), tf.float32)
    result_of_its_own(answer, part, (x, weights, biases), n_out, draw)

    def output(rows: np.ndarray, **changed: np.ndarray) -> np.ndarray:
        groups = [
            {
                key: tf.Variable(np.float32(changed.get(key, np.zeros(shape))))
                for key, shape in shapes.items()
            }
            for shapes in (WEIGHTS, BIASES)
        ]
        return array(answer(tf.constant(rows, tf.float32), *groups), (len(rows), n_out))

    check_values(output)
    with tf.GradientTape() as tape:
        tape.watch(x)
        result = answer(x, weights, biases)
    gradients(result, tape, inputs_of(part, x, weights, biases), "the network")
    return (
        f"shape (n, {n_out}), every weight and bias is used, values for kernels that pick single "
        "pixels, gradients arrive"
    )


def picking(shape: Shape, place: tuple[int, int], value: float = 1.0) -> np.ndarray:
    """A kernel that is 0 but for one place of its area, from and to the first channel."""
    kernel = np.zeros(shape)
    kernel[place][0, 0] = value
    return kernel
