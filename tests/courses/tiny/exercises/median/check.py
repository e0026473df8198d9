"""The median: of an odd number of values, and of an even one."""

import numpy as np

from autograder.checking.comparison import expect_close, expect_shape
from autograder.checking.verdict import Verdict
from autograder.checking.view import View


def check(student: View) -> Verdict:
    """3 points: 2 for an odd number of values, 1 for an even one."""
    verdict = Verdict("median")
    draw = np.random.default_rng(3)
    for points, count, what in ((2, 7, "an odd number of values"), (1, 8, "an even number")):
        values = draw.normal(size=count)
        with verdict.item(points, what):
            found = expect_shape(student(values), ())
            expect_close(found, np.median(values), what=f"the median of {count} values")
    return verdict
