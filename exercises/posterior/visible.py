"""The check of `posterior` that students run."""

from collections.abc import Callable

import numpy as np

from ..log_evidence.visible import check as check_log_evidence
from ..shared.visible.results import Answer, array, expect
from ..shared.visible.values import on_copies, rests_on, row


@rests_on(log_evidence=check_log_evidence)
def check(answer: Answer) -> str:
    answer = on_copies(answer)

    def compare(
        prior: np.ndarray,
        likelihood: np.ndarray,
        expected: np.ndarray,
        example: str,
        advice: Callable[[np.ndarray], str],
    ) -> None:
        found = array(answer(prior, likelihood), expected.shape, advice=", one number for a state")
        expect(
            np.allclose(found, expected, rtol=1e-3, atol=1e-6),
            f"{example}, expected {row(expected)}, found {row(found)}: {advice(found)}",
        )

    def advice(found: np.ndarray) -> str:
        if abs(found.sum() - 1) > 1e-3:
            return f"the probabilities sum to {found.sum():.4g}, not to 1"
        if np.allclose(found, [0.25, 0.75], atol=1e-3):
            return "the prior has no effect"
        return "compare each part of your line with Bayes' rule"

    compare(
        np.array([0.6, 0.4]),
        np.array([0.2, 0.6]),
        np.array([1, 2]) / 3,
        "for prior = [0.6, 0.4] and likelihood = [0.2, 0.6]",
        advice,
    )
    compare(
        np.array([0.6, 0.4, 0]),
        np.array([0.2, 0.6, 0.9]),
        np.array([1, 2, 0]) / 3,
        "with a third state of prior 0",
        lambda found: "what was impossible stays impossible",
    )
    compare(
        np.full(1000, 1e-3),
        np.full(1000, 1e-300),
        np.full(1000, 1e-3),
        "for 1,000 equal states of likelihood 1e-300",
        lambda found: "add no small number to p(x); stay with float64",
    )
    compare(np.ones(1), np.array([0.25]), np.ones(1), "for one state", advice)
    return "its values for two states, one state, a prior with a zero, likelihoods of 1e-300"
