"""What the checks of the convolutional encoder and decoder look at."""

import numpy as np

from .convolutional import BIASES, WEIGHTS
from .layers import NOT_A_FUNCTION
from .results import array, expect, gradients, numbers


def check_part(answer, part, n_in, n_out, check_values):
    """Check the `encoder` or the `decoder`; what was tested, or a Problem.

    `check_values(run)` looks at numbers: `run(x, **changed)` calls the answer with parameters that
    are 0 but for those that it is given, as arrays.
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
    before = array(
        answer(x, weights, biases), (3, n_out), advice=" for 3 rows: one row for each row of `x`"
    )
    expect(
        np.allclose(numbers(answer(x, weights, biases)), before, rtol=0, atol=1e-5), NOT_A_FUNCTION
    )
    for name, group in (("weights", weights), ("biases", biases)):
        for key, variable in group.items():
            kept = variable.numpy()
            variable.assign(kept + draw.normal(size=kept.shape))
            moved = np.max(np.abs(numbers(answer(x, weights, biases)) - before)) > 1e-4
            variable.assign(kept)
            if key.startswith(part):
                expect(moved, f'{name}["{key}"] has no effect on the result; each layer needs it')
            else:
                expect(not moved, f'the result depends on {name}["{key}"], which is not its own')

    def run(rows, **changed):
        groups = [
            {
                key: tf.Variable(np.float32(changed.get(key, np.zeros(shape))))
                for key, shape in shapes.items()
            }
            for shapes in (WEIGHTS, BIASES)
        ]
        return array(answer(tf.constant(rows, tf.float32), *groups), (len(rows), n_out))

    check_values(run)
    with tf.GradientTape() as tape:
        tape.watch(x)
        result = answer(x, weights, biases)
    reached = {"`x`" if part == "encoder" else "`y`": x}
    for name, group in (("weights", weights), ("biases", biases)):
        reached |= {f'{name}["{key}"]': v for key, v in group.items() if key.startswith(part)}
    gradients(result, tape, reached, "the network")
    return (
        f"shape (n, {n_out}), every weight and bias is used, values for kernels that pick single "
        "pixels, gradients arrive"
    )


def picking(shape, place, value=1.0):
    """A kernel that is 0 but for one place of its area, from and to the first channel."""
    kernel = np.zeros(shape)
    kernel[place][0, 0] = value
    return kernel
