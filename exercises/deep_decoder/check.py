"""The decoder of the deeper autoencoder: three sigmoid layers."""

import numpy as np

from autograder.checking.verdict import Verdict
from autograder.checking.view import View
from exercises.shared.layers import check_part
from exercises.shared.visible.layers import DEEP


def check(student: View) -> Verdict:
    """Give points for shape, values and gradients."""
    verdict = Verdict("deep_decoder")
    draw = np.random.default_rng(1207)
    check_part(verdict, student, "decoder", DEEP, (0.5, 1, 0.5), draw)
    return verdict
