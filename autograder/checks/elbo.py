"""Notebook 5: the evidence, the posterior, the divergence and the bound, on discrete latents."""

from collections.abc import Callable, Iterator

import numpy as np

from autograder.checks import latent
from autograder.checks.compare import (
    Mistakes,
    are_close,
    as_numbers,
    expect,
    expect_close,
    expect_shape,
)
from autograder.checks.stand_ins import with_stand_ins
from autograder.checks.verdict import Fault, Verdict
from autograder.checks.view import View

# Zeros under a logarithm are part of the exercise; what NumPy warns of is the student's affair.
quietly = np.errstate(all="ignore")

Model = tuple[np.ndarray, np.ndarray]  # prior and likelihood
Case = tuple[np.ndarray, np.ndarray, np.ndarray]  # q, prior and likelihood
Formula = Callable[..., float]


def _negative(formula: Formula) -> Formula:
    return lambda *case: -formula(*case)


def _form_of(student: View, cases: list, right: Formula, *slips: Formula) -> Formula:
    """The formula with which hard cases are compared: the right one, or one with a flipped sign.

    It is the latter where the student's function computes that in plain cases, so that a sign
    costs the values once and not the hard cases as well.
    """
    try:
        found = [float(expect_shape(student(*case), ())) for case in cases]
    except Fault:
        return right
    for slip in slips:
        if are_close(np.array(found), np.array([slip(*case) for case in cases]), 1e-3, 1e-5):
            return slip
    return right


@quietly
def log_evidence(student: View) -> Verdict:
    """2 points: 1 for values, 1 for hard cases, in which a flipped sign is followed through."""
    verdict = Verdict("log_evidence")
    draw = np.random.default_rng(4021)

    models = _models(draw)
    form = latent.log_evidence

    def compare(model: Model, what: str, mistakes: Mistakes | None = None) -> None:
        found = expect_shape(student(*model), (), what)
        expect_close(found, form(*model), absolute=1e-5, what=what, mistakes=mistakes)

    with verdict.item(1, "the logarithm of the average likelihood under the prior"):
        for model in models:
            compare(model, "log p(x)", _log_evidence_mistakes(*model))
    with verdict.item(1, "one state, zeros in the prior, likelihoods down to 1e-300"):
        form = _form_of(student, models, form, _negative(form))
        compare(_one_state(draw), "log p(x) for one state")
        compare(_with_zeros(draw)[:2], "log p(x) where the prior holds zeros")
        prior, likelihood = _tiny(draw)
        lost = _lost(lambda small: np.log(np.sum(prior * likelihood) + small))
        compare((prior, likelihood), f"log p(x) for {TINY}", lost)
    return verdict


def _log_evidence_mistakes(prior: np.ndarray, likelihood: np.ndarray) -> Mistakes:
    right = latent.log_evidence(prior, likelihood)
    joint = prior * likelihood
    return {
        "the result is p(x); its logarithm is missing": (np.exp(right),),
        "the sign is flipped: the result is -log p(x)": (-right,),
        "the logarithm is taken of each likelihood before the average under the prior; it is the "
        "logarithm of the average, not the average of the logarithms": (
            latent.average(prior, np.log(likelihood)),
        ),
        "the logarithm is taken of each term before the sum; it is the logarithm of the sum, not "
        "the sum of the logarithms": (np.sum(np.log(joint)), np.sum(np.log(likelihood))),
        "the prior has no effect: all states count the same": (
            np.log(np.sum(likelihood)),
            np.log(np.mean(likelihood)),
        ),
        "the terms are averaged over the states; each of them carries its weight already": (
            np.log(np.mean(joint)),
        ),
        "only the largest term is taken; p(x) is the sum over all states": (np.log(np.max(joint)),),
        "the logarithm is to the base 2; the natural one is asked for": (right / np.log(2),),
        "the logarithm is to the base 10; the natural one is asked for": (right / np.log(10),),
    }


TINY = "1,000 states with likelihoods near 1e-300"
# What people add inside a logarithm.
SMALL = (*(10.0**-power for power in range(3, 101)), np.finfo(np.float32).eps, np.finfo(float).eps)


def _lost(formula: Callable[[float], float]) -> dict[str, tuple[float, ...]]:
    """What hides a tiny likelihood, for a formula of the small number that is added to it."""
    return {
        f"a small number is added inside the logarithm, {small:.3g} or so; it hides likelihoods "
        "near 1e-300": (formula(small),)
        for small in SMALL
    } | {
        "likelihoods near 1e-300 become 0; stay with float64, in which they come": (-np.inf,),
    }


@quietly
def posterior(student: View) -> Verdict:
    """2 points: 1 for values, 1 for hard cases; a right `log_evidence` stands in."""
    draw = np.random.default_rng(5519)
    models = _models(draw)
    hard = {
        "p(z|x) for one state": _one_state(draw),
        "p(z|x) where the prior holds zeros": _with_zeros(draw)[:2],
        f"p(z|x) for {TINY}": _tiny(draw),
    }

    def run(student: View) -> Verdict:
        verdict = Verdict("posterior")
        with verdict.item(1, "Bayes' rule, (K,) probabilities"):
            for model in models:
                _expect_posterior(student, model, "p(z|x)", _posterior_mistakes(*model))
        with verdict.item(1, "one state, zeros in the prior, likelihoods down to 1e-300"):
            for what, model in hard.items():
                _expect_posterior(student, model, what)
        return verdict

    return with_stand_ins(student, run, "log_evidence")


def _expect_posterior(
    student: View, model: Model, what: str, mistakes: Mistakes | None = None
) -> None:
    found, right = expect_shape(student(*model), model[0].shape, what), latent.posterior(*model)
    if not mistakes:
        expect(
            abs(found.sum() - 1) < 1e-3,
            f"{what} sums to {found.sum():.3g}; expected 1"
            + (" (is a small number added to p(x), or float64 left?)" if TINY in what else ""),
        )
    expect_close(found, right, what=what, mistakes=mistakes)


def _posterior_mistakes(prior: np.ndarray, likelihood: np.ndarray) -> Mistakes:
    right = latent.posterior(prior, likelihood)
    joint = prior * likelihood
    weights = np.exp(joint - joint.max())
    return {
        "the result is p(z) p(x|z), which does not sum to 1; Bayes' rule divides it": (joint,),
        "the prior has no effect: the result is the likelihood divided by its sum": (
            likelihood / np.sum(likelihood),
        ),
        "the likelihood is divided by p(x) without the prior": (likelihood / np.sum(joint),),
        "the result is the prior: the observation has no effect": (prior,),
        "the result is the logarithm of the posterior": (np.log(right),),
        "the result is divided by its largest entry; probabilities sum to 1": (
            joint / np.max(joint),
        ),
        "the product p(z) p(x|z) is divided by log p(x); Bayes' rule divides by p(x)": (
            joint / np.log(np.sum(joint)),
        ),
        "the product p(z) p(x|z) is divided by its mean; probabilities sum to 1": (
            joint / np.mean(joint),
        ),
        "a softmax is taken of p(z) p(x|z); it takes the exponential of what is a probability "
        "already": (weights / np.sum(weights),),
    }


@quietly
def kl(student: View) -> Verdict:
    """3 points: 2 for values, ½ each for 0 log 0 and for infinity; a flipped sign costs values."""
    verdict = Verdict("kl")
    draw = np.random.default_rng(7243)

    with verdict.item(2, "D_KL(q‖p), one number"):
        pairs = [(_probabilities(draw, states), _probabilities(draw, states)) for states in SIZES]
        for q, p in [*pairs, (pairs[1][0], pairs[1][0]), (np.ones(1), np.ones(1))]:
            expect_close(
                expect_shape(student(q, p), ()),
                latent.kl(q, p),
                absolute=1e-5,
                mistakes=_kl_mistakes(q, p),
            )
    form = _form_of(student, pairs, latent.kl, _negative(latent.kl))
    with verdict.item(0.5, "0 log 0 = 0"):
        for q, p in (
            (np.array([0.5, 0.5, 0, 0]), np.array([0.3, 0.3, 0.3, 0.1])),
            (np.array([0, 0, 1.0]), np.array([0.2, 0.3, 0.5])),
            (np.array([0.25, 0.75, 0]), np.array([0.5, 0.5, 0])),
        ):
            found = expect_shape(student(q, p), ())
            expect(not np.isnan(found), f"the result is NaN for q = {_row(q)} and p = {_row(p)}")
            expect_close(
                found,
                form(q, p),
                absolute=1e-5,
                what=f"the result for q = {_row(q)} and p = {_row(p)}",
            )
    with verdict.item(0.5, "infinite where p is 0 and q is not"):
        q, p = np.array([0.2, 0.5, 0.3]), np.array([0.4, 0.6, 0])
        found = expect_shape(student(q, p), ())
        expect(
            found == form(q, p),
            f"the result is {float(found):.4g} for q = {_row(q)} and p = {_row(p)}; q gives weight "
            "to a state that p rules out, and the divergence has no bound",
        )
    return verdict


def _row(values: np.ndarray) -> str:
    return "[" + ", ".join(f"{value:g}" for value in values) + "]"


def _kl_mistakes(q: np.ndarray, p: np.ndarray) -> Mistakes:
    right, reverse = latent.kl(q, p), latent.kl(p, q)
    surprise = np.log(q) - np.log(p)
    middle = (q + p) / 2
    return {
        "the divergence is the wrong way round: the result is D_KL(p‖q)": (reverse,),
        "the sign is flipped: a divergence is never negative": (-right,),
        "the average is taken under p, with the sign flipped": (-reverse,),
        "the logarithm of a sum stands where the sum of logarithms is asked for": (
            np.log(latent.average(q, q / p)),
            -np.log(latent.average(q, p / q)),
            np.log(np.sum(q / p)),
            np.log(latent.average(p, p / q)),
        ),
        "the logarithms are not weighted: their average is taken under q": (
            np.sum(surprise),
            np.mean(surprise),
        ),
        "the result is the mean over the states; the weights q make the average already": (
            right / len(q),
            reverse / len(q),
        ),
        "only Σ q log q is there; p has no effect": (latent.average(q, np.log(q)),),
        "the result is the entropy of q; p has no effect": (-latent.average(q, np.log(q)),),
        "the result is the cross-entropy -Σ q log p; the entropy of q is missing": (
            -latent.average(q, np.log(p)),
            latent.average(q, np.log(p)),
        ),
        "both directions of the divergence are mixed; it is not symmetric": (
            right + reverse,
            (right + reverse) / 2,
            (latent.kl(q, middle) + latent.kl(p, middle)) / 2,
        ),
        "absolute values are taken; terms of both signs belong to the sum": (
            latent.average(q, np.abs(surprise)),
        ),
        "the logarithm is missing": (latent.average(q, q / p), np.sum(q / p)),
        "the result is half of the divergence": (right / 2,),
        "the logarithm is to the base 2; the natural one is asked for": (right / np.log(2),),
        "the logarithm is to the base 10; the natural one is asked for": (right / np.log(10),),
    }


@quietly
def elbo(student: View) -> Verdict:
    """3 points: 2 for values, ½ for zeros, ½ for tiny likelihoods; a wrong sign costs values.

    Right functions stand in for those of the notebook that it may call.
    """
    draw = np.random.default_rng(9931)
    models = [(_probabilities(draw, len(model[0])), *model) for model in _models(draw)]
    prior, likelihood, q = _with_zeros(draw)
    zeros = [
        (q, prior, likelihood),
        (np.eye(len(q))[np.argmax(q)], prior, likelihood),
        (latent.posterior(prior, likelihood), prior, likelihood),
    ]
    tiny = _tiny(draw)
    far = [(_probabilities(draw, 1000), *tiny), (latent.posterior(*tiny), *tiny)]

    def run(student: View) -> Verdict:
        verdict = Verdict("elbo")
        form = _form_of(student, models, latent.elbo, _negative(latent.elbo), _divergence_added)
        with verdict.item(2, "F as equation (1) defines it, one number"):
            for case in [*models, (np.ones(1), *_one_state(draw))]:
                _expect_bound(student, case, "F", _elbo_mistakes(*case))
        with verdict.item(0.5, "0 log 0 = 0 where q holds zeros"):
            for case in zeros:
                _expect_bound(student, case, "F where q and the prior hold zeros", form=form)
        with verdict.item(0.5, TINY):
            for case in far:
                _expect_bound(student, case, f"F for {TINY}", _lost_from_bound(*case), form)
        return verdict

    return with_stand_ins(student, run, "kl", "posterior", "log_evidence")


def _expect_bound(
    student: View,
    case: Case,
    what: str,
    mistakes: Mistakes | None = None,
    form: Formula = latent.elbo,
) -> None:
    found = expect_shape(student(*case), (), what)
    expect(not np.isnan(found), f"{what} is NaN")
    expect_close(found, form(*case), absolute=1e-5, what=what, mistakes=mistakes)


def _divergence_added(q: np.ndarray, prior: np.ndarray, likelihood: np.ndarray) -> float:
    return latent.average(q, np.log(likelihood)) + latent.kl(q, prior)


def _lost_from_bound(q: np.ndarray, prior: np.ndarray, likelihood: np.ndarray) -> Mistakes:
    divergence = latent.kl(q, prior)
    return _lost(lambda small: latent.average(q, np.log(likelihood + small)) - divergence)


def _elbo_mistakes(q: np.ndarray, prior: np.ndarray, likelihood: np.ndarray) -> Mistakes:
    right = latent.elbo(q, prior, likelihood)
    reconstruction = latent.average(q, np.log(likelihood))
    divergence, reverse = latent.kl(q, prior), latent.kl(prior, q)
    exact = latent.posterior(prior, likelihood)
    evidence = latent.log_evidence(prior, likelihood)
    summed = np.log(latent.average(q, likelihood))
    return {
        "the sign is flipped: the result is -F": (-right,),
        "the result is log p(x) itself, whatever q is; F depends on q": (evidence,),
        "the divergence is added; equation (1) subtracts it": (reconstruction + divergence,),
        "the second integral of equation (1), the divergence from the prior, is missing": (
            reconstruction,
        ),
        "the first integral of equation (1), the average of log p(x|z), is missing": (
            -divergence,
            divergence,
        ),
        "the divergence is the wrong way round: the prior and q are swapped in it": (
            reconstruction - reverse,
        ),
        "the divergence is taken from the posterior; in equation (1) the prior stands there": (
            reconstruction - latent.kl(q, exact),
        ),
        "the logarithm of a sum stands where the sum of logarithms is asked for": (
            summed - divergence,
            summed,
            np.log(latent.average(q, prior * likelihood / q)),
            reconstruction - np.log(latent.average(q, q / prior)),
        ),
        "the logarithm of the likelihood is averaged under the prior; in equation (1) it is q": (
            latent.average(prior, np.log(likelihood)) - divergence,
        ),
        "the likelihood is averaged without its logarithm": (
            latent.average(q, likelihood) - divergence,
        ),
        "the prior has no effect on the result": (
            reconstruction - latent.average(q, np.log(q)),
            reconstruction + latent.average(q, np.log(q)),
        ),
        "q is missing under the logarithm of the second integral": (
            reconstruction + latent.average(q, np.log(prior)),
            reconstruction - latent.average(q, np.log(prior)),
        ),
        "the terms are not weighted by q": (
            np.sum(np.log(likelihood)) - divergence,
            np.mean(np.log(likelihood)) - divergence,
            np.sum(np.log(prior * likelihood / q)),
        ),
        "the result is the gap log p(x) - F, not F": (evidence - right,),
        "the result is the mean over the states; the weights q make the average already": (
            right / len(q),
        ),
        "the logarithm is to the base 2; the natural one is asked for": (right / np.log(2),),
    }


@quietly
def derivation(student: View) -> Verdict:
    """3 points: 1 for both ends, 1 for averages under q, 1 for lines that all equal log p(x).

    Right functions stand in for the notebook's own. A line that is no average under q counts as
    none: repeating log p(x) proves nothing.
    """
    return with_stand_ins(student, _derivation, "elbo", "kl", "posterior", "log_evidence")


def _derivation(student: View) -> Verdict:
    verdict = Verdict("derivation")
    draw = np.random.default_rng(6947)
    cases = [
        (_probabilities(draw, states), _probabilities(draw, states), draw.lognormal(-1, 2, states))
        for states in (1, 2, 2, 3, 3, 4, 5, 7, 12, 30)
        for _ in range(4)
    ]

    with verdict.item(1, "at least four lines, from log p(x) to the pair [F, D_KL(q‖p(z|x))]"):
        for case in cases:
            _expect_ends(_lines(student, case), case)
    with verdict.item(1, "each line but the first is an average under q"):
        for case in cases:
            _expect_averages(student, case, draw.choice([0.25, 0.5, 2, 3]))
    with verdict.item(1, "every line has the value log p(x)"):
        for case in cases:
            _expect_equal(_lines(student, case), case)
        _expect_averages(student, cases[-1], 3)
    return verdict


def _lines(student: View, case: Case) -> list[np.ndarray]:
    """What the student's derivation returns, each line an array of no or one dimension."""
    result = student(*case)
    expect(result is not None, "the result is None; is a `return` missing?")
    expect(
        isinstance(result, tuple),
        f"the result is of type {type(result).__name__}; expected a list of lines",
    )
    expect(
        len(result) >= 4,
        f"the derivation has {len(result)} {'line' if len(result) == 1 else 'lines'}; expected at "
        "least four, one for each step that you wrote",
    )
    lines = [
        as_numbers(line, f"line {number} of {len(result)}")
        for number, line in enumerate(result, start=1)
    ]
    for number, line in enumerate(lines, start=1):
        expect(
            line.ndim <= 1,
            f"line {number} of {len(lines)} holds arrays; a line is a number or a sequence of "
            "numbers, so sum each term over the states",
        )
        expect(
            bool(np.all(np.isfinite(line))),
            f"line {number} of {len(lines)} is not finite (it holds NaN or infinity)",
        )
    return lines


def _agree(found: np.ndarray | float, expected: np.ndarray | float) -> bool:
    return are_close(found, expected, relative=1e-4, absolute=1e-5)


def _expect_ends(lines: list[np.ndarray], case: Case) -> None:
    """A Fault unless the first line is log p(x) and the last the pair of F and the divergence."""
    q, prior, likelihood = case
    evidence, bound = latent.log_evidence(prior, likelihood), latent.elbo(*case)
    exact = latent.posterior(prior, likelihood)
    first, last = float(np.sum(lines[0])), lines[-1]
    if not _agree(first, evidence):
        for sentence, values in _log_evidence_mistakes(prior, likelihood).items():
            if any(_agree(first, value) for value in values):
                raise Fault(f"line 1 is to be log p(x), but {sentence}")
        raise Fault(f"line 1 is {first:.6g}; it is to be log p(x), here {evidence:.6g}")
    expect(
        last.shape == (2,),
        f"the last line, line {len(lines)}, "
        + ("is one number" if last.ndim == 0 else f"has {len(last)} terms")
        + "; it is to be the pair [F, D_KL(q‖p(z|x))]",
    )
    gap = latent.kl(q, exact)
    pairs = {
        "its two terms are swapped: F comes first": (gap, bound),
        "the divergence is the wrong way round: q and p(z|x) are swapped in it": (
            bound,
            latent.kl(exact, q),
        ),
        "the divergence is taken from the prior, not from the posterior": (
            bound,
            latent.kl(q, prior),
        ),
        "the sign of the divergence is flipped": (bound, -gap),
        "its first term is log p(x) itself, not F": (evidence, gap),
        "its terms are the two integrals of F; equation (2) has F and a divergence": (
            latent.average(q, np.log(likelihood)),
            -latent.kl(q, prior),
        ),
    }
    if _agree(last, np.array([bound, gap])):
        return
    for sentence, pair in pairs.items():
        if _agree(last, np.array(pair)):
            raise Fault(f"the last line, line {len(lines)}, is wrong: {sentence}")
    name, found, right = ("F", last[0], bound)
    if _agree(found, right):
        name, found, right = ("D_KL(q‖p(z|x))", last[1], gap)
    raise Fault(
        f"the last line, line {len(lines)}, is to be the pair [F, D_KL(q‖p(z|x))], but {name} is "
        f"{right:.6g} here and the line has {found:.6g}"
    )


def _expect_averages(student: View, case: Case, factor: float) -> None:
    """A Fault unless scaling q, without normalising it again, scales each line but the first."""
    q, *model = case
    before, after = _lines(student, case), _lines(student, (factor * q, *model))
    expect(
        len(before) == len(after),
        f"the number of lines changes with q, from {len(before)} to {len(after)}",
    )
    first, scaled = float(np.sum(before[0])), float(np.sum(after[0]))
    expect(
        _agree(first, scaled),
        f"line 1 changes from {first:.6g} to {scaled:.6g} when q is multiplied by {factor:g}; "
        "log p(x) does not depend on q, and the partition of unity comes in with line 2",
    )
    for number, (old, new) in enumerate(zip(before[1:], after[1:], strict=True), start=2):
        old, new = float(np.sum(old)), float(np.sum(new))
        if _agree(new, factor * old):
            continue
        if _agree(new, old):
            raise Fault(
                f"line {number} is no average under q: it stays {old:.6g} when q is multiplied by "
                f"{factor:g} (is log p(x) repeated, or q normalised again?)"
            )
        raise Fault(
            f"line {number} is no average under q: when q is multiplied by {factor:g}, it goes "
            f"from {old:.6g} to {new:.6g}, not to {factor:g} times as much"
        )


def _expect_equal(lines: list[np.ndarray], case: Case) -> None:
    """A Fault that names the first line which is not log p(x) any more."""
    q, prior, likelihood = case
    evidence, bound = latent.log_evidence(prior, likelihood), latent.elbo(*case)
    likely, marginal = latent.average(q, np.log(likelihood)), latent.average(q, np.log(prior))
    values = {
        "p(z|x) is missing: its value is that of log p(x, z) averaged under q": likely + marginal,
        "its value is F alone: the divergence is missing": bound,
        "it has the sign of log p(x) flipped": -evidence,
        "p(z) is missing from Bayes' rule": evidence - marginal,
        "p(x|z) is missing from Bayes' rule": evidence - likely,
        "its value is F minus the divergence; the logarithm of a product is a sum": (
            2 * bound - evidence
        ),
        "it is not multiplied by log p(x): its value is that of ∫ q(z|x) dz": np.sum(q),
    }
    for number, line in enumerate(lines, start=1):
        found = float(np.sum(line))
        if _agree(found, evidence):
            continue
        hints = [sentence for sentence, value in values.items() if _agree(found, value)]
        raise Fault(
            f"line {number} is the first that does not equal log p(x): "
            f"it is {found:.6g} where log p(x) is {evidence:.6g}"
            + (f" ({hints[0]})" if hints else "")
        )


@quietly
def gaussian_elbo(student: View) -> Verdict:
    """2 points: 1 for F up to a constant of the noise, 1 for its value; against quadrature."""
    verdict = Verdict("gaussian_elbo")
    cases = list(_gaussian_cases())
    right = np.array([_quadrature(*case) for case in cases])
    mistakes = {
        sentence: [np.array([formula(*case) for case in cases]) for formula in formulas]
        for sentence, formulas in GAUSSIAN_MISTAKES.items()
    }

    def found() -> np.ndarray:
        return np.array([float(expect_shape(student(*case), ())) for case in cases])

    def changes(values: np.ndarray) -> np.ndarray:
        """How F differs from its first value at the same noise."""
        by_noise = values.reshape(len(NOISES), -1)
        return by_noise[:, 1:] - by_noise[:, :1]

    with verdict.item(1, "how F changes with x, the mean and the variance of q"):
        expect_close(
            changes(found()),
            changes(right),
            absolute=1e-4,
            what="the change of F with x, mean and variance",
            mistakes={
                sentence: [changes(values) for values in candidates]
                for sentence, candidates in mistakes.items()
            },
        )
    with verdict.item(1, "its value, for three variances of the noise"):
        expect_close(found(), right, absolute=1e-4, what="F", mistakes=mistakes)
    return verdict


NOISES = (1.0, 0.35, 2.6)


def _gaussian_cases() -> Iterator[tuple[float, float, float, float]]:
    """x, mean, variance and noise; the first three of each noise include the exact posterior."""
    draw = np.random.default_rng(8317)
    for noise in NOISES:
        yield 1.2, 1.2 / (1 + noise), noise / (1 + noise), noise
        for _ in range(6):
            x, mean = draw.normal(scale=1.5, size=2)
            yield float(x), float(mean), float(draw.uniform(0.2, 2.5)), noise


def _quadrature(x: float, mean: float, variance: float, noise: float) -> float:
    """F by Gauss and Hermite's rule: the average of log p(x|z) + log p(z) - log q(z|x)."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(40)
    z = mean + np.sqrt(variance) * nodes
    terms = _log_normal(x, z, noise) + _log_normal(z, 0, 1) - _log_normal(z, mean, variance)
    return float(np.sum(weights * terms) / np.sqrt(2 * np.pi))


def _log_normal(
    value: np.ndarray | float, mean: np.ndarray | float, variance: float
) -> np.ndarray | float:
    return -0.5 * (np.log(2 * np.pi * variance) + (value - mean) ** 2 / variance)


def _gaussian(
    reconstruction: Callable | None = None, divergence: Callable | None = None
) -> Callable[..., float]:
    """F with one of its two parts replaced."""

    def right_reconstruction(x, mean, variance, noise):
        return _log_normal(x, mean, noise) - variance / (2 * noise)

    def right_divergence(x, mean, variance, noise):
        return 0.5 * (variance + mean**2 - 1 - np.log(variance))

    def bound(*case: float) -> float:
        first, second = reconstruction or right_reconstruction, divergence or right_divergence
        return float(first(*case) - second(*case))

    return bound


_right = _gaussian()
GAUSSIAN_MISTAKES: dict[str, list[Callable[..., float]]] = {
    "the sign is flipped: the result is -F": [lambda *case: -_right(*case)],
    "`variance` is taken for a standard deviation": [
        lambda x, mean, variance, noise: _right(x, mean, variance**2, noise),
        _gaussian(
            divergence=lambda x, mean, variance, noise: (
                0.5 * (variance**2 + mean**2 - 1 - 2 * np.log(variance))
            )
        ),
    ],
    "`noise` is taken for a standard deviation": [
        lambda x, mean, variance, noise: _right(x, mean, variance, noise**2)
    ],
    "`variance` and `noise` are both taken for standard deviations": [
        lambda x, mean, variance, noise: _right(x, mean, variance**2, noise**2)
    ],
    "the square root of a variance stands where the variance belongs": [
        lambda x, mean, variance, noise: _right(x, mean, variance**0.5, noise),
        lambda x, mean, variance, noise: _right(x, mean, variance, noise**0.5),
        lambda x, mean, variance, noise: _right(x, mean, variance**0.5, noise**0.5),
    ],
    "log p(x|z) is taken at the mean of q; its average under q also feels how q is spread": [
        _gaussian(lambda x, mean, variance, noise: _log_normal(x, mean, noise))
    ],
    "the first integral has the variance of q with the wrong sign": [
        _gaussian(
            lambda x, mean, variance, noise: _log_normal(x, mean, noise) + variance / (2 * noise)
        )
    ],
    "the variance of q is not divided by the noise in the first integral": [
        _gaussian(lambda x, mean, variance, noise: _log_normal(x, mean, noise) - variance / 2)
    ],
    "the factor 1/2 of the squared distance from x is missing": [
        _gaussian(
            lambda x, mean, variance, noise: (
                -0.5 * np.log(2 * np.pi * noise) - ((x - mean) ** 2 + variance) / noise
            )
        )
    ],
    "the factor 1/2 of the divergence is missing": [
        _gaussian(
            divergence=lambda x, mean, variance, noise: variance + mean**2 - 1 - np.log(variance)
        )
    ],
    "the divergence is added; equation (1) subtracts it": [
        _gaussian(
            divergence=lambda x, mean, variance, noise: (
                -0.5 * (variance + mean**2 - 1 - np.log(variance))
            )
        )
    ],
    "the second integral of equation (1), the divergence from the prior, is missing": [
        _gaussian(divergence=lambda x, mean, variance, noise: 0.0)
    ],
    "the first integral of equation (1), the average of log p(x|z), is missing": [
        _gaussian(lambda x, mean, variance, noise: 0.0)
    ],
    "the divergence is the wrong way round: the prior and q are swapped in it": [
        _gaussian(
            divergence=lambda x, mean, variance, noise: (
                0.5 * ((1 + mean**2) / variance - 1 + np.log(variance))
            )
        )
    ],
    "the logarithm of the variance is missing from the divergence": [
        _gaussian(divergence=lambda x, mean, variance, noise: 0.5 * (variance + mean**2 - 1))
    ],
    "the logarithm of the variance has the wrong sign in the divergence": [
        _gaussian(
            divergence=lambda x, mean, variance, noise: (
                0.5 * (variance + mean**2 - 1 + np.log(variance))
            )
        )
    ],
    "the mean of q is not squared in the divergence": [
        _gaussian(
            divergence=lambda x, mean, variance, noise: (
                0.5 * (variance + mean - 1 - np.log(variance))
            )
        )
    ],
    "the mean of q is missing from the divergence": [
        _gaussian(
            divergence=lambda x, mean, variance, noise: 0.5 * (variance - 1 - np.log(variance))
        )
    ],
    "the result is log p(x), whatever q is": [
        lambda x, mean, variance, noise: _log_normal(x, 0, 1 + noise)
    ],
    "the constant of the divergence, -1/2, is missing": [lambda *case: _right(*case) - 0.5],
    "the normalising constant of p(x|z) is missing": [
        lambda x, mean, variance, noise: (
            _right(x, mean, variance, noise) + 0.5 * np.log(2 * np.pi * noise)
        )
    ],
    "the normalising constants are missing, of p(x|z) and of the divergence": [
        lambda x, mean, variance, noise: (
            _right(x, mean, variance, noise) + 0.5 * np.log(2 * np.pi * noise) - 0.5
        )
    ],
    "the 2π in the normalising constant of p(x|z) is missing": [
        lambda *case: _right(*case) + 0.5 * np.log(2 * np.pi)
    ],
    "the noise is missing from the normalising constant of p(x|z)": [
        lambda x, mean, variance, noise: _right(x, mean, variance, noise) + 0.5 * np.log(noise)
    ],
    "the normalising constant of p(x|z) lacks its factor 1/2": [
        lambda x, mean, variance, noise: (
            _right(x, mean, variance, noise) - 0.5 * np.log(2 * np.pi * noise)
        )
    ],
}


SIZES = (2, 3, 5, 17)


def _probabilities(draw: np.random.Generator, states: int) -> np.ndarray:
    """Positive probabilities, none of them smaller than a thousandth of their average."""
    weights = draw.gamma(1.0, size=states) + 1e-3
    return weights / weights.sum()


def _models(draw: np.random.Generator) -> list[Model]:
    return [(_probabilities(draw, states), draw.uniform(0.01, 0.99, states)) for states in SIZES]


def _one_state(draw: np.random.Generator) -> Model:
    return np.ones(1), draw.uniform(0.1, 0.4, size=1)


def _with_zeros(draw: np.random.Generator) -> Case:
    """A prior with zeros, a likelihood, and a q that is zero there and at one more state."""
    prior = np.array([0.0, 0.2, 0.5, 0.0, 0.3])
    return prior, draw.uniform(0.05, 0.9, size=5), np.array([0.0, 0.4, 0.6, 0.0, 0.0])


def _tiny(draw: np.random.Generator) -> Model:
    """1,000 states with likelihoods between 1e-300 and 1e-290."""
    return _probabilities(draw, 1000), 10.0 ** draw.uniform(-300, -290, size=1000)
