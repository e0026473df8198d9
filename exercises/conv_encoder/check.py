"""The convolutional encoder: shape, values, locality and gradients."""

from autograder.checking.verdict import Verdict
from autograder.checking.view import View
from exercises.shared.convolutional_part import check_part
from exercises.shared.convolutional_slips import ENCODER
from exercises.shared.convolutional_windows import expect_windows_of_codes


def check(student: View) -> Verdict:
    """6 points: 1 for the shape, 2 for values, 1 for locality, 2 for gradients."""
    verdict = Verdict("conv_encoder")
    check_part(verdict, student, ENCODER, 3803, expect_windows_of_codes)
    return verdict
