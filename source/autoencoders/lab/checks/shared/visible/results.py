"""What an answer returned, and what is wrong with it."""

from collections.abc import Callable
from typing import Any

import numpy as np

# The function that a check is given, whatever it takes and returns.
Answer = Callable[..., Any]
Shape = tuple[int, ...]

# TensorFlow is imported when a check runs: too late to name its classes here.
Tensor = Any
Tape = Any
# Weights, or biases, by their keys.
Parameters = dict[str, Tensor]


class Problem(Exception):
    """What is wrong with an answer: found, expected, what to do."""


def expect(condition: object, otherwise: str) -> None:
    """A Problem with this sentence unless a condition holds."""
    if not condition:
        raise Problem(otherwise)


def kind(value: object) -> str:
    """A few words for an object that is not what was expected."""
    return "None" if value is None else f"an object of type {type(value).__name__}"


def numbers(value: Any, what: str = "the result") -> np.ndarray:
    """A tensor, variable, array or number as an array of floating-point numbers."""
    expect(value is not None, f"{what} is None; end the function with `return …`")
    try:
        found = np.array(value)
    except Exception:
        raise Problem(f"{what} is {kind(value)}; expected numbers") from None
    # A whole number of Python's own will do: `return 0`, say.
    entries = value if isinstance(value, tuple | list) else [value]
    is_whole = found.dtype.kind == "i" and all(type(entry) is int for entry in entries)
    expect(
        np.issubdtype(found.dtype, np.floating) or is_whole,
        f"{what} holds numbers of type {found.dtype}; expected floating-point numbers",
    )
    return found.astype(float)


def array(value: Any, shape: Shape, what: str = "the result", advice: str = "") -> np.ndarray:
    """A result as an array of this shape; `advice` follows on the shape that was expected."""
    found = numbers(value, what)
    expect(found.shape == shape, f"{what} has shape {found.shape}; expected {shape}{advice}")
    return found


def number(value: Any, what: str = "the result") -> float:
    """A result that is a single number."""
    return float(array(value, (), what, advice=", a single number"))


def gradients(
    result: Tensor, tape: Tape, variables: dict[str, Tensor], what: str
) -> dict[str, Tensor]:
    """The gradients of a result, given in a dict by what they reach; a Problem where one fails."""
    import tensorflow as tf

    # A result may be a list of rows, or of numbers.
    parts = [tf.convert_to_tensor(part) for part in tf.nest.flatten(result)]
    found: dict[str, Tensor] = tape.gradient(parts, variables)
    for name, slope in found.items():
        expect(
            slope is not None,
            f"the values are right, but no gradient reaches {name}, so {what} cannot be trained: "
            "stay with TensorFlow operations (NumPy, .numpy() and tf.constant cut the gradient)",
        )
        expect(np.all(np.isfinite(slope)), f"the gradient with respect to {name} is not finite")
    return found
