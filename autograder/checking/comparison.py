"""Comparisons that say what was expected and what was found."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from autograder.checking.verdict import Fault

# What a common mistake is called, and the values that it may lead to.
Mistakes = Mapping[str, Sequence[npt.ArrayLike]]


def expect(condition: bool | np.bool_, otherwise: str) -> None:
    """Raise a Fault with the sentence `otherwise` unless the condition holds."""
    if not condition:
        raise Fault(otherwise)


def as_numbers(value: object, what: str = "the result") -> npt.NDArray[np.float64]:
    """`value` as an array of floating numbers; a Fault if it is none."""
    expect(value is not None, f"{what} is None; is a `return` missing?")
    expect(not isinstance(value, dict), f"{what} is a dict; expected numbers")
    try:
        array = np.asarray(value)
    except ValueError:
        raise Fault(f"{what} is a list of arrays of several shapes; expected one array") from None
    expect(
        array.dtype.kind == "f" or (array.dtype.kind == "i" and _are_pythons_own(value)),
        f"{what} is of type {array.dtype}; expected floating-point numbers",
    )
    return np.asarray(array, dtype=np.float64)


def _are_pythons_own(value: object) -> bool:
    """Whether whole numbers are Python's own, which knows no other zero for `return 0`."""
    entries = value if isinstance(value, tuple | list) else [value]
    return all(type(entry) is int for entry in entries)


def expect_shape(
    value: object, shape: tuple[int, ...], what: str = "the result"
) -> npt.NDArray[np.float64]:
    """`value` as an array of that shape; a Fault if it is none."""
    array = as_numbers(value, what)
    named = "a single number (shape ())" if shape == () else f"shape {shape}"
    expect(array.shape == shape, f"{what} has shape {array.shape}; expected {named}")
    return array


def change(after: np.ndarray, before: np.ndarray) -> np.ndarray:
    """How far a result moved from one call to another; a Fault if it changed its shape."""
    expect(
        np.shape(after) == np.shape(before),
        f"two calls give results of different shapes, {np.shape(before)} and {np.shape(after)}",
    )
    return np.asarray(after - before)


def are_close(
    found: npt.ArrayLike, expected: npt.ArrayLike, relative: float, absolute: float
) -> bool:
    """Whether the arrays have one shape and agree within `absolute + relative * |expected|`."""
    return np.shape(found) == np.shape(expected) and bool(
        np.allclose(found, expected, rtol=relative, atol=absolute)
    )


def expect_close(
    found: np.ndarray,
    expected: np.ndarray | float,
    *,
    relative: float = 1e-3,
    absolute: float = 1e-6,
    what: str = "the result",
    mistakes: Mistakes | None = None,
) -> None:
    """A Fault unless the arrays agree.

    The reason is the first of the `mistakes` that leads to the values found, else the entry that
    is furthest off.
    """
    if are_close(found, expected, relative, absolute):
        return
    for sentence, candidates in (mistakes or {}).items():
        if any(are_close(found, values, relative, absolute) for values in candidates):
            raise Fault(sentence)
    expect(
        np.all(np.isfinite(found)), f"{what} is not finite everywhere (it holds NaN or infinity)"
    )
    worst = np.unravel_index(np.argmax(np.abs(found - expected)), np.shape(expected))
    place = f" at index {tuple(int(i) for i in worst)}" if worst else ""
    right, wrong = told_apart(float(np.asarray(expected)[worst]), float(np.asarray(found)[worst]))
    raise Fault(f"{what} has wrong values: expected {right}, found {wrong}{place}")


def told_apart(first: float, second: float, digits: int = 6) -> tuple[str, str]:
    """Two numbers in as many digits, `digits` or more, as it takes for them to differ.

    Equal numbers, which are written alike, are none to compare in a message.
    """
    return next(
        pair
        for more in range(digits, 18)
        if (pair := (f"{first:.{more}g}", f"{second:.{more}g}"))[0] != pair[1] or more == 17
    )
