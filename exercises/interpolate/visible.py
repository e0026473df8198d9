"""The check of `interpolate` that students run."""

import math

import numpy as np

from ..shared.visible.results import Answer, Problem, array, expect
from ..shared.visible.values import point


def check(answer: Answer) -> str:
    a, b = np.array([1.0, 0.0]), np.array([0.0, 3.0])
    found = array(answer(a.copy(), b.copy(), 3), (3, 2), "the result for 3 steps in 2 dimensions")
    for place, end, name in ((0, a, "first"), (2, b, "last")):
        expect(
            np.allclose(found[place], end, atol=1e-6),
            f"from (1, 0) to (0, 3) the {name} code is ({end[0]:g}, {end[1]:g}); found "
            f"{point(found[place])}",
        )
    # Half of the right angle, and half way from norm 1 to norm 3.
    middle = 2 * math.sqrt(0.5) * np.ones(2)
    hints = {
        (0.5, 1.5): "that is the middle of the straight line",
        (math.sqrt(0.5), 3 * math.sqrt(0.5)): "divide both ends by their norms first",
        (math.sqrt(0.5), math.sqrt(0.5)): "its norm is 1; it is to be that between both ends",
    }
    hint = next((words for point, words in hints.items() if np.allclose(found[1], point)), "")
    expect(
        np.allclose(found[1], middle, atol=1e-4),
        "half way from (1, 0) to (0, 3) lies the code at 45 degrees with norm 2, "
        f"{point(middle)}; found {point(found[1])}" + (f": {hint}" if hint else ""),
    )
    third = array(answer(a.copy(), b.copy(), 4), (4, 2), "the result for 4 steps")[1]
    right = 5 / 3 * np.array([math.cos(math.pi / 6), 0.5])
    expect(
        np.allclose(third, right, atol=1e-4),
        "a third of the way from (1, 0) to (0, 3) lies the code at 30 degrees with norm 5/3, "
        f"{point(right)}; found {point(third)}",
    )
    zero, one = np.zeros(2), np.array([1.0, 2.0])
    for what, start, end in (
        ("from 0 to (1, 2)", zero, one),
        ("from (1, 2) to 0", one, zero),
        ("from (1, 2) to itself", one, one),
        ("from (1, 2) to (3, 6), which lies in the same direction", one, 3 * one),
    ):
        with np.errstate(all="ignore"):
            found = array(answer(start.copy(), end.copy(), 3), (3, 2), f"the result {what}")[1]
        right = (start + end) / 2
        if not np.allclose(found, right, atol=1e-6):
            advice = "; there is no angle to go along" if np.any(np.isnan(found)) else ""
            raise Problem(
                f"half way {what} lies {point(right)}, on the straight line; found "
                f"{point(found)}{advice}"
            )
    return "both ends, two codes between them, straight lines where there is no angle"
