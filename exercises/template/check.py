"""What NAME is, in a line."""

import numpy as np

from autograder.checking.comparison import expect_close, expect_shape
from autograder.checking.verdict import Fault, Verdict
from autograder.checking.view import View


def check(student: View) -> Verdict:
    """Give points for values."""
    verdict = Verdict("NAME")
    draw = np.random.default_rng(1)  # another seed than that of other exercises
    x = draw.normal(size=5)
    result, again = student.results((x,), (x,))

    with verdict.item(0.5, "shape (n,)"):
        expect_shape(result.get(), x.shape)
        raise Fault("exercises/NAME/check.py is still the template: say what is to be returned")
    with verdict.item(0.5, "values"):
        mistakes = {"the sign is flipped": (-x,)}
        for values in (result, again):
            found = expect_shape(values.get(), x.shape)
            expect_close(found, x, absolute=1e-6, mistakes=mistakes)
        raise Fault("exercises/NAME/check.py is still the template: say what values are right")
    return verdict
