"""What functions of the mean and log_var of Gaussians are looked at by."""

from functools import partial

import numpy as np

from autograder.checking.comparison import (
    as_numbers,
    change,
    expect,
    expect_close,
    expect_shape,
)
from autograder.checking.gradients import expect_derivative
from autograder.checking.view import Result, View
from exercises.shared.layers import arriving_at


def float32(*arrays: np.ndarray) -> list[np.ndarray]:
    return [array.astype(np.float32) for array in arrays]


def gradients(student: View, inputs: tuple[np.ndarray, ...]) -> list[Result]:
    """The gradients by the first two arguments."""
    return [Result.of(partial(student.gradient, *inputs, by=number)) for number in range(2)]


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
        "from them (NumPy, or a conversion to NumPy, cuts the gradient)",
    )
    first, second = (as_numbers(student(*inputs)) for _ in range(2))
    are_random = not np.array_equal(first, second, equal_nan=True)
    for number, name in enumerate(("the mean", "log_var")):
        slope, values = found[number], expected[number]
        if slope is None and not are_right:
            continue  # an argument that is not used has already cost the points for the values
        expect(
            slope is not None,
            f"no gradient reaches {name}: the result is not made by TensorFlow operations from it "
            "(NumPy, or a conversion to NumPy, cuts the gradient)",
        )
        with arriving_at(name):
            slope = expect_shape(slope, values.shape, "the gradient")
            expect(bool(np.all(np.isfinite(slope))), "the gradient is not finite")
            if are_right:
                expect_close(slope, values, absolute=1e-4, what="the gradient")
                continue
            expect(np.any(slope), "the gradient is zero")
            if not are_random:
                expect_derivative(student, inputs, number, slope, name)
            elif number == 0:
                _expect_to_follow_the_mean(student, inputs, slope)


def _expect_to_follow_the_mean(
    student: View, inputs: tuple[np.ndarray, ...], slope: np.ndarray
) -> None:
    """A Fault unless a random result moves with the mean, far beyond its noise, as `slope` says."""
    far = np.float32(1e4)
    before = as_numbers(student(*inputs))
    moved = change(as_numbers(student(inputs[0] + far, *inputs[1:])), before)
    expect(
        bool(np.isclose(moved.sum(), far * slope.sum(), rtol=0.05)),
        "the gradient is not that of the result, which is another at each call",
    )


def expect_no_nan(found: np.ndarray) -> None:
    expect(
        not np.isnan(found).any(),
        "the result holds NaN where log_var is negative; it is the logarithm of a variance and may "
        "have any sign",
    )
