"""The convolutional decoder: shape, values, locality and gradients."""

from autograder.checking.verdict import Verdict
from autograder.checking.view import View
from exercises.shared.convolutional_part import check_part
from exercises.shared.convolutional_slips import DECODER
from exercises.shared.convolutional_windows import expect_windows_of_pixels


def check(student: View) -> Verdict:
    """6 points: 1 for the shape, 2 for values, 1 for locality, 2 for gradients."""
    verdict = Verdict("conv_decoder")
    check_part(verdict, student, DECODER, 6029, expect_windows_of_pixels)
    return verdict
