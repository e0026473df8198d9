"""Results that are to be whole numbers, of whatever numeric type."""

from typing import Any

import numpy as np

from autograder.checking.comparison import expect


def expect_whole_number(value: Any, what: str = "the result") -> int:
    """`value` as an integer; a Fault unless it is one whole number."""
    expect(value is not None, f"{what} is None; is a `return` missing?")
    kind = type(value).__name__
    expect(
        not isinstance(value, bool | str | dict | tuple | list),
        f"{what} is a {kind}; expected a whole number",
    )
    array = np.asarray(value)
    expect(array.shape == (), f"{what} has shape {array.shape}; expected a single number")
    expect(array.dtype.kind in "iuf", f"{what} is of type {array.dtype}; expected a whole number")
    number = float(array)
    expect(number.is_integer(), f"{what} is {number:g}; expected a whole number")
    return int(number)
