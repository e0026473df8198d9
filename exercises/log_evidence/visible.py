"""The check of `log_evidence` that students run."""

import math

import numpy as np

from ..shared.visible.results import Answer, number
from ..shared.visible.values import HALF, LOST, expect_value, on_copies


def check(answer: Answer) -> str:
    answer = on_copies(answer)
    mistakes = {
        0.4: "this is p(x); take its logarithm",
        0.916291: "the sign is flipped",
        -1.060132: "take the average under the prior first and the logarithm then",
        -3.506558: "take the sum first and the logarithm then",
        -0.223144: "weight each likelihood with its prior",
        -1.609438: "the weights of the prior make the average already; do not divide by K as well",
        -1.321928: "take the natural logarithm",
        -0.39794: "take the natural logarithm",
    }
    found = number(answer(HALF, np.array([0.2, 0.6])))
    expect_value(found, -0.916291, "for prior = [0.5, 0.5] and likelihood = [0.2, 0.6]", mistakes)
    found = number(answer(np.array([0.5, 0, 0.5]), np.array([0.2, 0.9, 0.6])))
    expect_value(found, -0.916291, "with a third state of prior 0")
    found = number(answer(np.full(1000, 1e-3), np.full(1000, 1e-300)))
    example = "for 1,000 states of prior 0.001 and likelihood 1e-300"
    expect_value(found, -690.775528, example, otherwise=LOST)
    found = number(answer(np.ones(1), np.array([0.25])))
    expect_value(found, math.log(0.25), "for one state of likelihood 0.25")
    return "its value for two states, one state, a prior with a zero, likelihoods of 1e-300"
