"""Whether a gradient is that of the function which it is said to be of.

Where a function's values are right, its gradients are compared with the right ones. Where they are
wrong, a gradient still earns its points if it is that of the values that are returned: zeros that
arrive everywhere are no evidence.
"""

from typing import Any

import numpy as np

from autograder.checking.comparison import as_numbers, change, expect
from autograder.checking.view import View

STEP = 3e-3  # as a share of the argument
TOLERANCE = 0.05  # as a share of the change of the sum
CANCELLING = 0.02  # as a share of how far the entries of the result move in all
ROUNDING = 1e-6  # as a share of the entries themselves
# Rounding that is so many times larger than the change hides it: where nothing moves, nothing is
# shown.
HIDING = 1000


def expect_derivative(
    student: View, arguments: tuple[Any, ...], by: int, slope: Any, what: str
) -> None:
    """A Fault unless the sum of the result changes with argument number `by` as `slope` says.

    Each number of the argument is moved up by a small share of its size, and down again; those
    that no gradient reaches (None) are left where they are. What is another number at each call
    has no derivative, though by chance it may seem to have this one.
    """
    before, again, after = (
        as_numbers(student(*_moved(arguments, by, slope, step))) for step in (-STEP, -STEP, STEP)
    )
    expect(
        before.shape == again.shape and np.allclose(before, again, equal_nan=True),
        f"the gradient with respect to {what} cannot be that of the result, which is another at "
        "each call with the same arguments",
    )
    moves = change(after, before)
    found = float(np.sum(moves))
    steps = [
        2 * STEP * np.float64(part) * np.abs(np.float64(value))
        for part, value in _pairs(slope, arguments[by])
    ]
    predicted = sum(float(np.sum(step)) for step in steps)
    rounding = ROUNDING * np.sum(np.abs(before))
    slack = (
        TOLERANCE * max(abs(found), abs(predicted)) + CANCELLING * np.sum(np.abs(moves)) + rounding
    )
    # Steps that cancel, as those of a softmax do, leave a sum that is rightly nothing.
    is_nothing = abs(predicted) <= CANCELLING * sum(float(np.sum(np.abs(step))) for step in steps)
    is_hidden = not np.any(moves) and not is_nothing and rounding > HIDING * abs(predicted)
    expect(
        abs(found - predicted) <= slack and not is_hidden,
        f"the gradient with respect to {what} is not that of the result: after a small step the "
        f"result has changed by {found:.3g} in all, the gradient says by {predicted:.3g}",
    )


def _moved(arguments: tuple[Any, ...], by: int, slope: Any, step: float) -> tuple[Any, ...]:
    value = arguments[by]
    if isinstance(value, dict):
        moved = {
            key: entry + np.float32(step) * np.abs(entry) if slope.get(key) is not None else entry
            for key, entry in value.items()
        }
    else:
        moved = value + np.float32(step) * np.abs(value)
    return (*arguments[:by], moved, *arguments[by + 1 :])


def _pairs(slope: Any, value: Any) -> list[tuple[np.ndarray, np.ndarray]]:
    """A gradient beside the argument by which it is taken, array by array."""
    if not isinstance(value, dict):
        return [(slope, value)]
    return [(slope[key], entry) for key, entry in value.items() if slope.get(key) is not None]
