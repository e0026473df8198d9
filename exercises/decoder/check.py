"""The decoder of the autoencoder: two sigmoid layers."""

import numpy as np

from autograder.checking.verdict import Verdict
from autograder.checking.view import View
from exercises.shared.layers import check_part
from exercises.shared.visible.layers import BASIC


def check(student: View) -> Verdict:
    """Give points for shape, values and gradients."""
    verdict = Verdict("decoder")
    check_part(verdict, student, "decoder", BASIC, (1, 3, 2), np.random.default_rng(5501))
    return verdict
