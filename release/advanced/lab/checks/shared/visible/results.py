"""What an answer returned, and what is wrong with it."""

import numpy as np


class Problem(Exception):
    """What is wrong with an answer: found, expected, what to do."""


def expect(condition, otherwise):
    """A Problem with this sentence unless a condition holds."""
    if not condition:
        raise Problem(otherwise)


def kind(value):
    """A few words for an object that is not what was expected."""
    return "None" if value is None else f"an object of type {type(value).__name__}"


def numbers(value, what="the result"):
    """A tensor, variable, array or number as an array of floating-point numbers."""
    expect(value is not None, f"{what} is None; end the function with `return …`")
    try:
        found = np.array(value)
    except Exception:
        raise Problem(f"{what} is {kind(value)}; expected numbers") from None
    expect(
        np.issubdtype(found.dtype, np.floating),
        f"{what} holds numbers of type {found.dtype}; expected floating-point numbers",
    )
    return found.astype(float)


def array(value, shape, what="the result", advice=""):
    """A result as an array of this shape; `advice` follows on the shape that was expected."""
    found = numbers(value, what)
    expect(found.shape == shape, f"{what} has shape {found.shape}; expected {shape}{advice}")
    return found


def number(value, what="the result"):
    """A result that is a single number."""
    return float(array(value, (), what, advice=", a single number"))


def gradients(result, tape, variables, what):
    """The gradients of a result, given in a dict by what they reach; a Problem where one fails."""
    import tensorflow as tf

    found = tape.gradient(tf.convert_to_tensor(result), variables)
    for name, slope in found.items():
        expect(
            slope is not None,
            f"the values are right, but no gradient reaches {name}, so {what} cannot be trained: "
            "stay with TensorFlow operations (NumPy, .numpy() and tf.constant cut the gradient)",
        )
        expect(np.all(np.isfinite(slope)), f"the gradient with respect to {name} is not finite")
    return found
