"""A mistake costs once: functions of notebook 5 that call others of the student's."""

from textwrap import indent

import numpy as np
import pytest

from autograder.checking.verdict import Verdict
from autograder.fairness.across import ask_across
from autograder.judging.in_process import view
from exercises.derivation.check import check as check_derivation
from exercises.elbo.check import check as check_elbo
from exercises.posterior.check import check as check_posterior

CHECKS = {
    "posterior": (check_posterior, "prior, likelihood"),
    "elbo": (check_elbo, "q, prior, likelihood"),
    "derivation": (check_derivation, "q, prior, likelihood, post"),
}


def judge(name: str, body: str, before: str) -> Verdict:
    """The verdict of both views on a function with this body, where `before` was run."""
    check, arguments = CHECKS[name]
    names: dict = {"np": np}
    exec(f"{before}\ndef {name}({arguments}):\n{indent(body, '    ')}\n", names)
    verdict = check(view(names[name]))
    across = ask_across(names, lambda view: check(view(name)))
    assert across.items == verdict.items
    return verdict


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
BY_KEYWORDS = """
return [
    log_evidence(prior=prior, likelihood=likelihood),
    np.sum(q * log_evidence(prior, likelihood=likelihood)),
    np.sum(q * np.log(prior * likelihood / post)),
    [q * np.log(likelihood), -kl(p=prior, q=q), kl(q, p=post)],
    [elbo(likelihood=likelihood, prior=prior, q=q), kl(p=post, q=q)],
]
"""
OTHER_NAMES = """
def log_evidence(p_z, p_x_z):
    return np.sum(p_z * p_x_z)

def kl(a, b, weight=1):
    return weight * np.sum(b * np.log(b / a))

def elbo(belief, p_z, p_x_z):
    return np.sum(np.log(p_x_z)) - kl(b=belief, a=p_z, weight=2)
"""
BY_OTHER_NAMES = """
return [
    log_evidence(p_x_z=likelihood, p_z=prior),
    np.sum(q * log_evidence(prior, p_x_z=likelihood)),
    np.sum(q * np.log(prior * likelihood / post)),
    [q * np.log(likelihood), -kl(a=q, b=prior), kl(q, b=post, weight=1)],
    [elbo(p_z=prior, p_x_z=likelihood, belief=q), kl(q, post, 1)],
]
"""
# Right functions cannot stand in for these: they give more, or take something else.
OF_THEIR_OWN = """
def log_evidence(joint):
    return np.log(joint.sum())

def kl(pair):
    q, p = pair
    return np.sum(q * np.log(q / p))
"""
BY_THEIR_OWN = """
joint = prior * likelihood
evidence = log_evidence(joint)
return [
    evidence,
    np.sum(q * evidence),
    np.sum(q * np.log(joint / post)),
    [q * np.log(likelihood), -kl((q, prior)), kl((q, post))],
    [np.sum(q * np.log(joint / q)), kl((q, post))],
]
"""
UNFILLED = "\n".join(
    f"def {name}(*arguments):\n    raise NotImplementedError"
    for name in ("log_evidence", "posterior", "kl", "elbo")
)


@pytest.mark.parametrize(
    ("name", "body", "before"),
    [
        ("elbo", "return np.sum(q * np.log(likelihood)) - kl(q, prior)", REVERSED_KL),
        (
            "posterior",
            "return prior * likelihood / np.exp(log_evidence(prior, likelihood))",
            UNFILLED,
        ),
        ("derivation", DERIVATION, UNFILLED),
        ("derivation", BY_KEYWORDS, UNFILLED),
        ("derivation", BY_OTHER_NAMES, OTHER_NAMES),
        ("derivation", BY_THEIR_OWN, OF_THEIR_OWN),
        ("elbo", "return np.sum(q * np.log(likelihood)) - kl(p=prior, q=q)", REVERSED_KL),
        (
            "elbo",
            "return np.sum(q * np.log(likelihood)) - kl(q, p=prior, logarithm=np.log)",
            REVERSED_KL.replace("p)", "p, logarithm)", 1),
        ),
        (
            "posterior",
            "return prior * likelihood / np.exp(log_evidence(likelihood=likelihood, prior=prior))",
            UNFILLED,
        ),
        # Names of the student's own stay the student's.
        (
            "elbo",
            "return np.sum(q * np.log(likelihood)) - kl(np.log(q), np.log(prior))",
            "def kl(log_q, log_p):\n"
            "    terms = np.exp(log_q) * (log_q - log_p)\n"
            "    return terms[np.isfinite(log_q)].sum()",
        ),
    ],
)
def test_a_mistake_in_another_function_costs_nothing(name, body, before):
    verdict = judge(name, body, before)
    assert verdict.points == verdict.maximum, verdict.reasons


def test_two_mistakes_that_cancel_are_one_where_they_do_not():
    verdict = judge("elbo", "return np.sum(q * np.log(likelihood)) - kl(prior, q)", REVERSED_KL)
    (lost,) = [item for item in verdict.items if item.points < item.maximum]
    assert "0 log 0" in lost.what


def test_a_right_function_in_the_wrong_place_earns_nothing():
    assert judge("elbo", "return log_evidence(prior, likelihood)", UNFILLED).points == 0
