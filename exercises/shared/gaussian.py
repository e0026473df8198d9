"""What functions of the mean and log_var of Gaussians are looked at by."""

import numpy as np

from autograder.checking.comparison import as_numbers, change, expect
from autograder.checking.gradients import expect_derivative
from autograder.checking.view import Result, View
from exercises.shared.gradients import Gradient, expect_gradients

NAMES = ("the mean", "log_var")  # the first two arguments


def float32(*arrays: np.ndarray) -> tuple[np.ndarray, ...]:
    return tuple(array.astype(np.float32) for array in arrays)


def check_gradients(
    student: View,
    slopes: list[Result],
    inputs: tuple[np.ndarray, ...],
    expected: tuple[np.ndarray, ...],
    are_right: bool,
) -> None:
    """A Fault unless gradients arrive, right ones where the values are right.

    Elsewhere they are to be those of the values that are returned, unless these are drawn anew at
    each call.
    """
    found = [slope.get() for slope in slopes]
    expect(
        are_right or any(slope is not None for slope in found),
        "no gradient reaches the mean or log_var: the result is not made by TensorFlow operations "
        "from them (NumPy, a conversion to NumPy, or `tf.stop_gradient` cuts the gradient)",
    )
    arrived = [
        Gradient(number, name, found[number], expected[number])
        for number, name in enumerate(NAMES)
        # An argument that is not used has already cost the points for the values.
        if are_right or found[number] is not None
    ]
    first, second = (as_numbers(student(*inputs)) for _ in range(2))
    are_random = not np.array_equal(first, second, equal_nan=True)
    expect_gradients(
        student,
        inputs,
        arrived,
        are_right,
        expect_own=_expect_to_follow_the_mean if are_random else expect_derivative,
    )


def _expect_to_follow_the_mean(
    student: View, inputs: tuple[np.ndarray, ...], number: int, slope: np.ndarray, name: str
) -> None:
    """A Fault unless a random result moves with the mean, far beyond its noise, as `slope` says."""
    if number != 0:
        return
    far = np.float32(1e4)
    before = as_numbers(student(*inputs))
    moved = change(as_numbers(student(inputs[0] + far, *inputs[1:])), before)
    expect(
        np.isclose(moved.sum(), far * slope.sum(), rtol=0.05),
        f"the gradient with respect to {name} is not that of the result, which is another at each "
        "call",
    )


def expect_no_nan(found: np.ndarray) -> None:
    expect(
        not np.isnan(found).any(),
        "the result holds NaN where log_var is negative; it is the logarithm of a variance and may "
        "have any sign",
    )
