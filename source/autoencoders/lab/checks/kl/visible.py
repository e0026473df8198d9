"""The check of `kl` that students run."""

import math

import numpy as np

from ..shared.visible.results import Answer, expect, number
from ..shared.visible.values import HALF, expect_value, on_copies


def check(answer: Answer) -> str:
    answer = on_copies(answer)
    q, p = np.array([0.25, 0.75]), HALF
    mistakes = {
        0.143841: "this is the divergence the wrong way round, D_KL(p‖q)",
        -0.130812: "the sign is flipped; a divergence is never negative",
        -0.143841: "average under q, the first argument, and mind the sign",
        -0.287682: "weight each logarithm with q",
        -0.143841 / 2: "weight each logarithm with q",
        0.130812 / 2: "sum over the states; the weights q make the average already",
        0.223144: "the logarithm is outside the sum; it belongs inside",
        -0.562335: "this is Σ q log q; p is missing",
        0.562335: "this is the entropy of q; p is missing",
        0.693147: "this is the cross-entropy; the term with log q is missing",
        -0.693147: "the term with log q is missing, and the sign is flipped",
        0.477386: "terms of both signs belong to the sum; do not take absolute values",
        0.130812 / math.log(2): "take the natural logarithm",
        0.130812 / math.log(10): "take the natural logarithm",
    }
    example = "for q = [0.25, 0.75] and p = [0.5, 0.5]"
    expect_value(number(answer(q, p)), 0.130812, example, mistakes)
    expect_value(number(answer(q, q)), 0.0, "for two equal distributions")
    found = number(answer(np.array([0, 1.0]), p))
    expect_value(
        found,
        math.log(2),
        "for q = [0, 1] and p = [0.5, 0.5]",
        {math.inf: "a state with q = 0 counts 0"},
    )
    found = number(answer(np.array([0.25, 0.75, 0]), np.array([0.5, 0.5, 0])))
    expect_value(found, 0.130812, "with a third state where q and p are 0")
    found = number(answer(HALF, np.array([1.0, 0])))
    expect(
        found == math.inf,
        f"for q = [0.5, 0.5] and p = [1, 0], expected infinity, found {found:.4g}: q believes in a "
        "state that p rules out",
    )
    return "its value for two states, 0 for equal distributions, 0 log 0, infinity"
