"""The check of `elbo` that students run."""

import math

import numpy as np

from ..kl.visible import check as check_kl
from ..shared.visible.results import Answer, number
from ..shared.visible.values import HALF, LOST, expect_value, on_copies, rests_on


@rests_on(kl=check_kl)
def check(answer: Answer) -> str:
    answer = on_copies(answer)
    q, prior, likelihood = HALF, np.array([0.25, 0.75]), np.array([0.3, 0.4])
    mistakes = {
        1.203973: "the sign is flipped",
        -0.980829: "this is log p(x) itself; average the logarithms under q",
        -0.916291: "subtract the divergence instead of adding it",
        -1.060132: "the second integral, the divergence from the prior, is missing",
        -0.143841: "the first integral, the average of log p(x|z), is missing",
        -1.190943: "the prior and q are swapped in the divergence",
        -1.060132 - 0.223144: "the divergence of F is from the prior, not from the posterior",
        -1.193663: "the logarithm is outside the sum; it belongs inside",
        -1.060132 - 0.836988: "the term with log q is missing",
        -0.366985: "the prior is missing",
        -1.753279: "the prior is missing, and the entropy has the wrong sign",
        0.206159: "the likelihood is without its logarithm",
        -1.736966: "take the natural logarithm",
        0.223144: "this is the gap log p(x) - F, not F",
        -0.601987: "the weights q make the average already; do not divide by K as well",
    }
    example = "for q = [0.5, 0.5], prior = [0.25, 0.75] and likelihood = [0.3, 0.4]"
    expect_value(number(answer(q, prior, likelihood)), -1.203973, example, mistakes)
    found = number(answer(np.array([1.0, 0]), prior, likelihood))
    expect_value(
        found,
        math.log(0.3) - math.log(4),
        "for q = [1, 0], the same prior and likelihood",
    )
    found = number(answer(np.full(1000, 1e-3), np.full(1000, 1e-3), np.full(1000, 1e-300)))
    example = "for 1,000 equal states of likelihood 1e-300"
    expect_value(found, -690.775528, example, otherwise=LOST)
    return "its value for two states, a q with a zero, likelihoods of 1e-300"
