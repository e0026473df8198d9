"""The running mean."""

import numpy as np

from autograder.checking.comparison import expect_close, expect_shape
from autograder.checking.verdict import Verdict
from autograder.checking.view import View


def check(student: View) -> Verdict:
    """2 points: 1 for the shape, 1 for the values."""
    verdict = Verdict("running_mean")
    values = np.random.default_rng(5).normal(size=9).astype(np.float32)
    with verdict.item(1, "one number for each"):
        expect_shape(student(values), (9,))
    with verdict.item(1, "the mean of what came so far"):
        expected = np.cumsum(values) / np.arange(1, 10)
        expect_close(expect_shape(student(values), (9,)), expected)
    return verdict
