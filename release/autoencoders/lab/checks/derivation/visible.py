"""The check of `derivation` that students run."""

import math
from typing import Any

import numpy as np

from ..elbo.visible import check as check_elbo
from ..kl.visible import check as check_kl
from ..log_evidence.visible import check as check_log_evidence
from ..posterior.visible import check as check_posterior
from ..shared.visible.results import Answer, expect, kind, numbers
from ..shared.visible.values import on_copies, rests_on, row


@rests_on(log_evidence=check_log_evidence, posterior=check_posterior, kl=check_kl, elbo=check_elbo)
def check(answer: Answer) -> str:
    answer = on_copies(answer)
    draw = np.random.default_rng(5)
    for states in (2, 3, 5):
        q, prior = draw.dirichlet(np.full(states, 2.0), size=2)
        likelihood = draw.uniform(0.05, 0.95, size=states)
        evidence = np.log(prior @ likelihood)
        true = np.exp(np.log(likelihood) + np.log(prior) - evidence)
        lines = _lines(answer(q, prior, likelihood, true))
        for number, terms in enumerate(lines, start=1):
            found = math.fsum(terms)
            expect(
                _agree(found, evidence),
                f"with the true posterior, line {number} is the first that is not log p(x): it is "
                f"{found:.6g} where log p(x) is {evidence:.6g}; look at the step that leads to it",
            )
        _check_parting(_lines(answer(q, prior, likelihood, true + 1)), q, true, evidence)
        doubled = _lines(answer(2 * q, prior, likelihood, true))
        expect(
            len(doubled) == len(lines),
            f"there are {len(lines)} lines, and {len(doubled)} when q is doubled; their number is "
            "to stay the same",
        )
        totals = zip(map(math.fsum, lines), map(math.fsum, doubled), strict=True)
        for number, (old, new) in enumerate(totals, start=1):
            expected = old if number == 1 else 2 * old
            expect(
                _agree(new, expected),
                f"when q is doubled, line {number} goes from {old:.6g} to {new:.6g}; expected "
                f"{expected:.6g}: "
                + (
                    "log p(x) does not depend on q"
                    if number == 1
                    else "every line but the first is an average under q, also where what is "
                    "averaged is a constant"
                ),
            )
        bound = q @ (np.log(likelihood) + np.log(prior) - np.log(q))
        pair = np.array([bound, evidence - bound])
        expect(
            len(lines[-1]) == 2 and all(map(_agree, lines[-1], pair)),
            f"the last line has the right sum, but is to be the pair [F, D_KL(q‖p(z|x))], here "
            f"{row(pair)}; found {row(np.array(lines[-1]))}",
        )
        expect(
            any(len(terms) == 3 for terms in lines[:-1]),
            "no line before the last has three terms: two integrals of F, and the one that becomes "
            "the divergence",
        )
    return (
        f"{len(lines)} lines, all equal to log p(x) on three models; with other numbers for `post` "
        "they part once; the last one is F and D_KL"
    )


def _check_parting(
    lines: list[list[float]], q: np.ndarray, true: np.ndarray, evidence: float
) -> None:
    """With `post` greater by 1 the lines must leave log p(x) at Bayes' rule, all to one value."""
    after = evidence + q @ (np.log(true) - np.log1p(true))
    totals = [math.fsum(terms) for terms in lines]
    changed = [n for n, total in enumerate(totals) if not _agree(total, evidence)]
    expect(
        changed,
        "nothing changes when other numbers are handed over as `post`; use it wherever p(z|x) "
        "stands",
    )
    first = changed[0]
    expect(
        first >= 2,
        f"with other numbers for `post`, line {first + 1} is no longer log p(x): the one is to be "
        "inserted before Bayes' rule is used",
    )
    wrong = [n for n in range(first, len(totals)) if not _agree(totals[n], after)]
    expect(
        not wrong,
        f"with other numbers for `post`, lines from Bayes' rule (line {first + 1}) on are to be "
        f"{after:.6g}, here; line {(wrong or [0])[0] + 1} is {totals[(wrong or [0])[0]]:.6g}",
    )
    expect(
        first < len(totals) - 1, "Bayes' rule is used in the last line only; give it its own line"
    )


def _agree(found: float, expected: float) -> bool:
    """Whether two values of a line are one, in whatever precision it was computed."""
    return math.isclose(found, expected, rel_tol=1e-3, abs_tol=5e-3)


def _lines(result: Any) -> list[list[float]]:
    """The lines of a derivation, each as the list of the values of its terms."""
    expect(
        isinstance(result, list | tuple),
        f"the result is {kind(result)}; expected a list with one entry for each line",
    )
    expect(
        len(result) >= 5,
        f"there are {len(result)} lines; expected at least five: log p(x), the one inserted, "
        "Bayes' rule, three averages, the pair",
    )
    lines = []
    for number, line in enumerate(result, start=1):
        terms = line if isinstance(line, list | tuple) else [line]
        expect(
            not any(isinstance(term, list | tuple) for term in terms),
            f"line {number} holds lists in a list; its terms are numbers or arrays",
        )
        values = [numbers(term, f"line {number}") for term in terms]
        # A pair, or three averages, may also come as one array.
        if len(values) == 1 and values[0].shape in ((2,), (3,)):
            values = list(values[0])
        lines.append([float(np.sum(value)) for value in values])
    return lines
