"""Results that are to be whole numbers."""

from typing import Any

import numpy as np

from .results import Problem, expect, kind


def whole_number(value: Any, what: str = "the result") -> int:
    """A result that is a whole number, of whatever numeric type."""
    expect(value is not None, f"{what} is None; end the function with `return …`")
    expect(not isinstance(value, bool | str), f"{what} is {kind(value)}; expected a number")
    try:
        found = np.array(value)
    except Exception:
        raise Problem(f"{what} is {kind(value)}; expected a number") from None
    expect(
        found.dtype.kind in "iuf" and found.shape == (),
        f"{what} is {kind(value)} of shape {found.shape}; expected a single number",
    )
    expect(float(found).is_integer(), f"{what} is {float(found):g}; expected a whole number")
    return int(found)
