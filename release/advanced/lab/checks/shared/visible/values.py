"""Values of functions that are called with arrays of NumPy, and may call each other."""

import functools
import math
from collections.abc import Callable

import numpy as np

from .results import Answer, Problem, expect

# It returns words for what it has tested.
Check = Callable[[Answer], str]

HALF = np.array([0.5, 0.5])
LOST = "the likelihood is lost; stay with float64, and add no small number to it"


def on_copies(answer: Answer) -> Answer:
    """The function, called with copies, so that what it changes in place is not seen again."""
    return lambda *arrays: answer(*(array.copy() for array in arrays))


def rests_on(**checks: Check) -> Callable[[Check], Check]:
    """Make a check look first at the functions that the answer calls, each by its own check.

    A value that is off because of them, or right because two mistakes cancel, says nothing.
    """

    def decorate(check: Check) -> Check:
        @functools.wraps(check)
        def run(answer: Answer) -> str:
            called = getattr(getattr(answer, "__code__", None), "co_names", ())
            for name in called:
                if name in checks and name in answer.__globals__:
                    expect(
                        _passes(checks[name], answer.__globals__[name]),
                        f"it calls `{name}`, which is not right yet: mend that first, then come "
                        "back",
                    )
            return check(answer)

        return run

    return decorate


def _passes(check: Check, answer: Answer) -> bool:
    try:
        check(answer)
    except Exception:
        return False
    return True


def expect_value(
    found: float,
    expected: float,
    example: str,
    mistakes: dict[float, str] | None = None,
    otherwise: str = "",
) -> None:
    """A Problem unless a number is right; the one of the `mistakes` that fits is named."""
    if math.isclose(found, expected, rel_tol=1e-3, abs_tol=1e-6):
        return
    sentence = otherwise or "compare each part of your line with the formula"
    if math.isnan(found):
        sentence = "NaN comes from 0 · log 0, 0 / 0 or the logarithm of a negative number"
    for value, known in (mistakes or {}).items():
        if math.isclose(found, value, rel_tol=1e-3, abs_tol=1e-6):
            sentence = known
            break
    raise Problem(f"{example}, expected {expected:.6g}, found {found:.6g}: {sentence}")


def row(values: np.ndarray) -> str:
    """The first numbers of an array as a message shows them."""
    shown = ", ".join(f"{value:.4g}" for value in values[:3])
    return f"[{shown}{', …' if len(values) > 3 else ''}]"


def point(values: np.ndarray) -> str:
    """A point of a space of few dimensions as a message shows it."""
    return "(" + ", ".join(f"{value:.4g}" for value in values) + ")"
