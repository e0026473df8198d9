"""Notebook 5: the derivation of equation (2), line by line.

Each line has a value, so a program can follow the derivation. It hands over the posterior as an
argument: with the true one all lines are equal, and with any other positive numbers in its place
those from Bayes' rule on take another value. So it shows where the rule is used.
"""

from dataclasses import dataclass

import numpy as np

from autograder.checking.comparison import are_close, as_numbers, expect
from autograder.checking.stand_ins import with_stand_ins
from autograder.checking.verdict import Fault, Verdict
from autograder.checking.view import View
from exercises.shared import latent

LEAST_LINES = 5
# Not three at first: an array of three would look like a line of three terms.
STATES = (4, 2, 2, 3, 5, 7, 12, 1)
LENT = ("elbo", "kl", "log_evidence")

quietly = np.errstate(all="ignore")


@dataclass(frozen=True)
class Case:
    """What a derivation is called with: q, prior, likelihood and what stands for p(z|x), (K,)."""

    q: np.ndarray
    prior: np.ndarray
    likelihood: np.ndarray
    post: np.ndarray

    @property
    def evidence(self) -> float:
        return float(latent.log_evidence(self.prior, self.likelihood))

    @property
    def after_bayes(self) -> float:
        """Σ q log (p(x|z) p(z) / post)."""
        logarithm = np.log(self.likelihood) + np.log(self.prior) - np.log(self.post)
        return float(latent.average(self.q, logarithm))

    @property
    def pair(self) -> tuple[float, float]:
        bound = latent.elbo(self.q, self.prior, self.likelihood)
        return float(bound), float(latent.kl(self.q, self.post))

    @property
    def averages(self) -> tuple[float, float, float]:
        likely = latent.average(self.q, np.log(self.likelihood))
        return (
            float(likely),
            -float(latent.kl(self.q, self.prior)),
            float(latent.kl(self.q, self.post)),
        )

    def scaled(self, factor: float) -> "Case":
        return Case(factor * self.q, self.prior, self.likelihood, self.post)


@quietly
def check(student: View) -> Verdict:
    """Follow the lines from log p(x) to the pair.

    Right functions stand in for the notebook's own. The last item says something only of lines that
    use Bayes' rule: repeating log p(x) proves nothing.
    """
    return with_stand_ins(student, _derivation, **latent.stand_ins(*LENT))


def _derivation(student: View) -> Verdict:
    verdict = Verdict("derivation")
    draw = np.random.default_rng(6947)
    models = [_model(draw, states) for states in STATES]
    true = [Case(*model, latent.posterior(*model[1:])) for model in models]
    # They sum to anything but 1.
    other = [Case(*model, draw.lognormal(0.5, 0.7, model[0].size)) for model in models]

    with verdict.item(0.5, "at least five lines, from log p(x) to the pair [F, D_KL(q‖post)]"):
        for case in [*true, *other]:
            _expect_ends(_lines(student, case), case)
    uses_bayes = False
    with verdict.item(1, "q is inserted, then comes Bayes' rule, with `post` for p(z|x)"):
        for case in other:
            _expect_bayes(student, case)
        uses_bayes = True
    with verdict.item(1, "a line with the three averages"):
        for case in [*true, *other]:
            _expect_averages(_lines(student, case), case)
    with verdict.item(0.5, "all lines are equal, and averages under q but the first"):
        _lines(student, true[0])  # what raises says more than the next sentence
        expect(uses_bayes, "equal lines show nothing as long as Bayes' rule is not used rightly")
        for case in true:
            _expect_equal(_lines(student, case), case)
        for case in other:
            _expect_scaling(student, case, float(draw.choice([0.25, 0.5, 2, 3])))
    return verdict


def _model(draw: np.random.Generator, states: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    q, prior = draw.dirichlet(np.full(states, 2.0), size=2) + 1e-4
    return q / q.sum(), prior / prior.sum(), draw.lognormal(-1, 2, states)


def _lines(student: View, case: Case) -> list[np.ndarray]:
    """The student's lines, each as the values of its terms."""
    result = student(case.q, case.prior, case.likelihood, case.post)
    expect(result is not None, "the result is None; is a `return` missing?")
    expect(
        isinstance(result, tuple),
        f"the result is of type {type(result).__name__}; expected a list of lines",
    )
    expect(
        len(result) >= LEAST_LINES,
        f"the derivation has {len(result)} {'line' if len(result) == 1 else 'lines'}; expected at "
        f"least {LEAST_LINES}: log p(x), q inserted, Bayes' rule, the three averages, the pair",
    )
    return [_terms(line, f"line {number}") for number, line in enumerate(result, start=1)]


def _terms(line: object, what: str) -> np.ndarray:
    """The values of a line's terms; an array counts by its total."""
    terms = line if isinstance(line, tuple) else (line,)
    expect(len(terms) > 0, f"{what} is empty")
    for term in terms:
        expect(
            not isinstance(term, tuple),
            f"{what} holds lists in a list; a line is one number or array, or a list of these",
        )
    values = [float(np.sum(as_numbers(term, f"a term of {what}"))) for term in terms]
    expect(bool(np.all(np.isfinite(values))), f"{what} is not finite (it holds NaN or infinity)")
    if len(terms) == 1 and np.shape(terms[0]) in ((2,), (3,)):
        # A pair, or three averages, may also come as one array.
        return as_numbers(terms[0])
    return np.array(values)


def _agree(found: np.ndarray | float, expected: np.ndarray | float) -> bool:
    # Lines may come in float16, whose terms, up to 10 here, are rounded by 0.004 at most.
    return are_close(found, expected, relative=1e-3, absolute=5e-3)


def _expect_ends(lines: list[np.ndarray], case: Case) -> None:
    first, last = float(np.sum(lines[0])), lines[-1]
    if not _agree(first, case.evidence):
        hints = {
            "it is p(x); its logarithm is missing": np.exp(case.evidence),
            "its sign is flipped": -case.evidence,
            "it is to the base 2; take the natural logarithm": case.evidence / np.log(2),
            "it is an average under q; q comes in with line 2": case.evidence * case.q.sum(),
        }
        raise Fault(
            f"line 1 is {first:.6g}; it is to be log p(x), here {case.evidence:.6g}"
            + _hint(hints, first)
        )
    bound, gap = case.pair
    if _agree(last, np.array([bound, gap])):
        return
    expect(
        last.size == 2,
        f"the last line, line {len(lines)}, has {last.size} {'term' if last.size == 1 else 'terms'}"
        "; it is to be the pair [F, D_KL(q‖post)]",
    )
    slips = {
        "its two terms are swapped: F comes first": (gap, bound),
        "the divergence is the wrong way round: q and post are swapped in it": (
            bound,
            latent.kl(case.post, case.q),
        ),
        "the divergence is taken from the prior, not from `post`": (
            bound,
            latent.kl(case.q, case.prior),
        ),
        "the sign of the divergence is flipped": (bound, -gap),
        "its first term is log p(x) itself, not F": (case.evidence, gap),
        "p(z|x) is computed; it is handed over as `post`": (
            bound,
            latent.kl(case.q, latent.posterior(case.prior, case.likelihood)),
        ),
        "`post` is normalised; take it as it is": (
            bound,
            latent.kl(case.q, case.post / case.post.sum()),
        ),
    }
    for sentence, pair in slips.items():
        if _agree(last, np.array(pair)):
            raise Fault(f"the last line, line {len(lines)}, is wrong: {sentence}")
    name, found, right = ("F", last[0], bound)
    if _agree(found, right):
        name, found, right = ("D_KL(q‖post)", last[1], gap)
    raise Fault(
        f"the last line, line {len(lines)}, is to be the pair [F, D_KL(q‖post)], but {name} is "
        f"{right:.6g} here and the line has {found:.6g}"
    )


def _hint(hints: dict[str, float], found: float) -> str:
    return next((f" ({words})" for words, value in hints.items() if _agree(found, value)), "")


def _expect_bayes(student: View, case: Case) -> None:
    """A Fault unless the lines change from log p(x) to what Bayes' rule makes of it, once."""
    lines = _lines(student, case)
    totals = [float(np.sum(line)) for line in lines]
    before = next(
        (place for place, total in enumerate(totals) if not _agree(total, case.evidence)),
        len(totals),
    )
    expect(
        before < len(totals),
        "no line changes with `post`: p(z|x) is to be taken from this argument wherever it stands",
    )
    expect(
        before >= 2,
        f"line {before + 1} is {totals[before]:.6g} where log p(x) is {case.evidence:.6g}: the "
        "one, ∫ q(z|x) dz, comes in before Bayes' rule is used; that line is log p(x)",
    )
    for number, total in enumerate(totals[before:], start=before + 1):
        if _agree(total, case.after_bayes):
            continue
        joint = latent.average(case.q, np.log(case.likelihood) + np.log(case.prior))
        hints = {
            "p(z|x) is missing": float(joint),
            "p(z) is missing from Bayes' rule": case.after_bayes
            - float(latent.average(case.q, np.log(case.prior))),
            "p(x|z) is missing from Bayes' rule": case.after_bayes
            - float(latent.average(case.q, np.log(case.likelihood))),
            "its value is F alone: the divergence is missing": case.pair[0],
            "it is log p(x) again, after Bayes' rule was used": case.evidence,
            "the fraction is upside down": -case.after_bayes,
            "the sign of Σ q log (q/p(z)) is flipped": case.after_bayes - 2 * case.averages[1],
            "the sign of Σ q log (q/post) is flipped": case.after_bayes - 2 * case.averages[2],
        }
        raise Fault(
            f"with other numbers for `post`, line {number} is {total:.6g}; from Bayes' rule on a "
            f"line is Σ q log (p(x|z) p(z) / post), here {case.after_bayes:.6g}"
            + _hint(hints, total)
        )
    expect(
        before < len(totals) - 1,
        "Bayes' rule is used in the last line only; it has a line of its own before",
    )
    changed = Case(case.q, case.prior, case.likelihood, 1.5 * case.post[::-1])
    again = _lines(student, changed)
    for number, (old, new) in enumerate(zip(lines[:before], again, strict=False), start=1):
        expect(_agree(old, new), f"line {number} changes with `post`, before Bayes' rule is used")


def _expect_averages(lines: list[np.ndarray], case: Case) -> None:
    wanted = np.sort(case.averages)
    if any(_agree(np.sort(line), wanted) for line in lines[:-1]):
        return
    likely, from_prior, from_post = case.averages
    slips = {
        "the sign of Σ q log (q/p(z)) is flipped": (likely, -from_prior, from_post),
        "the sign of Σ q log (q/post) is flipped": (likely, from_prior, -from_post),
    }
    three = [number for number, line in enumerate(lines, start=1) if line.size == 3]
    for number in three:
        for sentence, values in slips.items():
            if _agree(np.sort(lines[number - 1]), np.sort(values)):
                raise Fault(f"line {number} has three terms, but {sentence}")
    raise Fault(
        "no line before the last holds the three averages Σ q log p(x|z), -Σ q log (q/p(z)) and "
        "Σ q log (q/post) as its terms"
        + (f" (line {three[0]} has three terms of other values)" if three else "")
    )


def _expect_equal(lines: list[np.ndarray], case: Case) -> None:
    for number, line in enumerate(lines, start=1):
        total = float(np.sum(line))
        expect(
            _agree(total, case.evidence),
            f"with the true posterior, line {number} is the first that does not equal log p(x): it "
            f"is {total:.6g} where log p(x) is {case.evidence:.6g}",
        )


def _expect_scaling(student: View, case: Case, factor: float) -> None:
    """A Fault unless scaling q, without normalising it again, scales each line but the first."""
    before, after = _lines(student, case), _lines(student, case.scaled(factor))
    expect(
        len(before) == len(after),
        f"the number of lines changes with q, from {len(before)} to {len(after)}",
    )
    for number, (old, new) in enumerate(zip(before, after, strict=True), start=1):
        found, expected = float(np.sum(new)), float(np.sum(old)) * (1 if number == 1 else factor)
        if _agree(found, expected):
            continue
        expect(
            number > 1,
            f"line 1 changes when q is multiplied by {factor:g}; log p(x) does not depend on q, "
            "which comes in with line 2",
        )
        raise Fault(
            f"line {number} is no average under q: when q is multiplied by {factor:g}, it goes "
            f"from {float(np.sum(old)):.6g} to {found:.6g}, not to {factor:g} times as much"
        )
