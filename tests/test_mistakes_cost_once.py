"""A mistake costs once: functions of notebook 5 that call others of the student's."""

from textwrap import indent

import numpy as np
import pytest

from autograder.checks import derivation, elbo
from autograder.checks.verdict import Verdict
from autograder.views import view

CHECKS = {
    "posterior": (elbo.posterior, "prior, likelihood"),
    "elbo": (elbo.elbo, "q, prior, likelihood"),
    "derivation": (derivation.derivation, "q, prior, likelihood, post"),
}


def judge(name: str, body: str, before: str) -> Verdict:
    """The verdict on a function with this body, in a notebook where `before` was run."""
    check, arguments = CHECKS[name]
    names: dict = {"np": np}
    exec(f"{before}\ndef {name}({arguments}):\n{indent(body, '    ')}\n", names)
    return check(view(names[name]))


DERIVATION = """
evidence = log_evidence(prior, likelihood)
return [
    evidence,
    np.sum(q * evidence),
    np.sum(q * np.log(prior * likelihood / post)),
    [q * np.log(likelihood), q * np.log(prior / q), q * np.log(q / post)],
    [elbo(q, prior, likelihood), kl(q, post)],
]
"""
REVERSED_KL = "def kl(q, p):\n    return np.sum(p * np.log(p / q))"
UNFILLED = "\n".join(
    f"def {name}(*arguments):\n    raise NotImplementedError"
    for name in ("log_evidence", "posterior", "kl", "elbo")
)


@pytest.mark.parametrize(
    ("name", "body", "before", "points"),
    [
        ("elbo", "return np.sum(q * np.log(likelihood)) - kl(q, prior)", REVERSED_KL, 3),
        # Two mistakes that cancel, but for the zeros.
        ("elbo", "return np.sum(q * np.log(likelihood)) - kl(prior, q)", REVERSED_KL, 2.5),
        ("elbo", "return log_evidence(prior, likelihood)", UNFILLED, 0),
        (
            "posterior",
            "return prior * likelihood / np.exp(log_evidence(prior, likelihood))",
            UNFILLED,
            2,
        ),
        ("derivation", DERIVATION, UNFILLED, 3),
        # Names of the student's own stay the student's.
        (
            "elbo",
            "return np.sum(q * np.log(likelihood)) - kl(np.log(q), np.log(prior))",
            "def kl(log_q, log_p):\n"
            "    terms = np.exp(log_q) * (log_q - log_p)\n"
            "    return terms[np.isfinite(log_q)].sum()",
            3,
        ),
    ],
)
def test_a_mistake_in_another_function_costs_nothing(name, body, before, points):
    verdict = judge(name, body, before)
    assert verdict.points == points, verdict.reasons
