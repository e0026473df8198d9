"""The check of `NAME` that students run."""

import numpy as np

from ..shared.visible.results import Answer, Problem, array, expect


def check(answer: Answer) -> str:
    x = np.array([1.0, 2.0])
    found = array(answer(x), x.shape)
    expect(np.allclose(found, x), f"for x = [1, 2], expected [1, 2], found {found}")
    raise Problem(
        "exercises/NAME/visible.py is still the template: say what is right for a student"
    )
    return "shape (n,), values on a small example"
