"""Notebook 5: the evidence, the posterior, the divergence and the bound, on discrete latents."""

import itertools
from collections.abc import Callable, Iterator

import numpy as np

from autograder.checking.comparison import (
    Mistakes,
    are_close,
    expect,
    expect_close,
    expect_shape,
    told_apart,
)
from autograder.checking.stand_ins import with_stand_ins
from autograder.checking.verdict import Fault, Verdict
from autograder.checking.view import Result, View
from exercises.shared import latent

# Zeros under a logarithm are part of the exercise; what NumPy warns of is the student's affair.
quietly = np.errstate(all="ignore")

Model = tuple[np.ndarray, np.ndarray]  # prior and likelihood
Case = tuple[np.ndarray, np.ndarray, np.ndarray]  # q, prior and likelihood
Formula = Callable[..., float]


def _negative(formula: Formula) -> Formula:
    return lambda *case: -formula(*case)


def _form_of(results: list[Result], cases: list, right: Formula, *slips: Formula) -> Formula:
    """The formula with which hard cases are compared: the right one, or one with a flipped sign.

    It is the latter where the student's function computes that in plain cases, so that a sign
    costs the values once and not the hard cases as well.
    """
    try:
        found = [float(expect_shape(result.get(), ())) for result in results]
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

    prior, likelihood = _tiny(draw)
    hard = {
        "log p(x) for one state": _one_state(draw),
        "log p(x) where the prior holds zeros": _with_zeros(draw)[:2],
        f"log p(x) for {TINY}": (prior, likelihood),
    }
    lost = _lost(lambda small: np.log(np.sum(prior * likelihood) + small))
    # The plain cases come first and last: what is right for a while only is wrong.
    plain, at_edges, again = _in_parts(student, models, list(hard.values()), models)

    def compare(result: Result, model: Model, what: str, mistakes: Mistakes | None = None) -> None:
        found = expect_shape(result.get(), (), what)
        expect_close(found, form(*model), absolute=1e-5, what=what, mistakes=mistakes)

    with verdict.item(1, "the logarithm of the average likelihood under the prior"):
        for result, model in zip([*plain, *again], models * 2, strict=True):
            compare(result, model, "log p(x)", _log_evidence_mistakes(*model))
    with verdict.item(1, "one state, zeros in the prior, likelihoods down to 1e-300"):
        form = _form_of(plain, models, form, _negative(form))
        for result, (what, model) in zip(at_edges, hard.items(), strict=True):
            compare(result, model, what, lost if TINY in what else None)
    return verdict


def _in_parts(student: View, *parts: list[tuple]) -> list[list[Result]]:
    """The results of several lists of calls, made one after another, list by list."""
    results = iter(student.results(*itertools.chain(*parts)))
    return [list(itertools.islice(results, len(part))) for part in parts]


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
        plain, at_edges, again = _in_parts(student, models, list(hard.values()), models)
        with verdict.item(1, "Bayes' rule, (K,) probabilities"):
            for result, model in zip([*plain, *again], models * 2, strict=True):
                _expect_posterior(result, model, "p(z|x)", _posterior_mistakes(*model))
        with verdict.item(1, "one state, zeros in the prior, likelihoods down to 1e-300"):
            for result, (what, model) in zip(at_edges, hard.items(), strict=True):
                _expect_posterior(result, model, what)
        return verdict

    return with_stand_ins(student, run, "log_evidence")


def _expect_posterior(
    result: Result, model: Model, what: str, mistakes: Mistakes | None = None
) -> None:
    found, right = expect_shape(result.get(), model[0].shape, what), latent.posterior(*model)
    if not mistakes:
        expect(
            abs(found.sum() - 1) < 1e-3,
            "{} sums to {}; expected {}".format(what, *told_apart(found.sum(), 1, digits=3))
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

    pairs = [(_probabilities(draw, states), _probabilities(draw, states)) for states in SIZES]
    cases = [*pairs, (pairs[1][0], pairs[1][0]), (np.ones(1), np.ones(1))]
    zeros = [
        (np.array([0.5, 0.5, 0, 0]), np.array([0.3, 0.3, 0.3, 0.1])),
        (np.array([0, 0, 1.0]), np.array([0.2, 0.3, 0.5])),
        (np.array([0.25, 0.75, 0]), np.array([0.5, 0.5, 0])),
    ]
    beyond = (np.array([0.2, 0.5, 0.3]), np.array([0.4, 0.6, 0]))
    plain, at_zeros, (outside,), again = _in_parts(student, cases, zeros, [beyond], cases)

    with verdict.item(2, "D_KL(q‖p), one number"):
        for result, (q, p) in zip([*plain, *again], cases * 2, strict=True):
            expect_close(
                expect_shape(result.get(), ()),
                latent.kl(q, p),
                absolute=1e-5,
                mistakes=_kl_mistakes(q, p),
            )
    form = _form_of(plain, cases, latent.kl, _negative(latent.kl))
    grid = [[_probabilities(draw, 5) for _ in range(3)] for _ in range(2)]
    with verdict.item(0.5, "0 log 0 = 0"):
        for result, (q, p) in zip(at_zeros, zeros, strict=True):
            found = expect_shape(result.get(), ())
            expect(not np.isnan(found), f"the result is NaN for q = {_row(q)} and p = {_row(p)}")
            expect_close(
                found,
                form(q, p),
                absolute=1e-5,
                what=f"the result for q = {_row(q)} and p = {_row(p)}",
            )
    with verdict.item(0.5, "infinite where p is 0 and q is not"):
        _expect_use(student, *grid)
        q, p = beyond
        found = expect_shape(outside.get(), ())
        expect(
            found == form(q, p),
            f"the result is {float(found):.4g} for q = {_row(q)} and p = {_row(p)}; q gives weight "
            "to a state that p rules out, and the divergence has no bound",
        )
    return verdict


def _expect_use(student: View, first: list[np.ndarray], second: list[np.ndarray]) -> None:
    """A Fault unless the result is finite and another for each pair of plain arguments.

    What happens where p is 0 says nothing of a function that is constant elsewhere.
    """
    pairs = list(itertools.product(first, second))
    found = [float(expect_shape(result.get(), ())) for result in student.results(*pairs)]
    expect(
        np.all(np.isfinite(found)) and len(set(found)) == len(pairs),
        "the result does not follow q and p where both are positive",
    )


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
    models.append((np.ones(1), *_one_state(draw)))
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
        plain, at_zeros, at_far, again = _in_parts(student, models, zeros, far, models)
        form = _form_of(plain, models, latent.elbo, _negative(latent.elbo), _divergence_added)
        with verdict.item(2, "F as equation (1) defines it, one number"):
            for result, case in zip([*plain, *again], models * 2, strict=True):
                _expect_bound(result, case, "F", _elbo_mistakes(*case))
        with verdict.item(0.5, "0 log 0 = 0 where q holds zeros"):
            for result, case in zip(at_zeros, zeros, strict=True):
                _expect_bound(result, case, "F where q and the prior hold zeros", form=form)
        with verdict.item(0.5, TINY):
            for result, case in zip(at_far, far, strict=True):
                _expect_bound(result, case, f"F for {TINY}", _lost_from_bound(*case), form)
        return verdict

    return with_stand_ins(student, run, "kl", "posterior", "log_evidence")


def _expect_bound(
    result: Result,
    case: Case,
    what: str,
    mistakes: Mistakes | None = None,
    form: Formula = latent.elbo,
) -> None:
    found = expect_shape(result.get(), (), what)
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
def gaussian_elbo(student: View) -> Verdict:
    """2 points: 1 for F up to a constant of the noise, 1 for its value; against quadrature."""
    verdict = Verdict("gaussian_elbo")
    cases = list(_gaussian_cases())
    right = np.array([_quadrature(*case) for case in cases])
    mistakes = {
        sentence: [np.array([formula(*case) for case in cases]) for formula in formulas]
        for sentence, formulas in GAUSSIAN_MISTAKES.items()
    }

    first, again = _in_parts(student, cases, cases[::-1])

    def found(results: list[Result] = first) -> np.ndarray:
        return np.array([float(expect_shape(result.get(), ())) for result in results])

    def changes(values: np.ndarray) -> np.ndarray:
        """How F differs from its first value at the same noise."""
        by_noise = values.reshape(len(NOISES), -1)
        return by_noise[:, 1:] - by_noise[:, :1]

    with verdict.item(1, "how F changes with x, the mean and the variance of q"):
        for values in (found(), found(again[::-1])):
            expect_close(
                changes(values),
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
        expect_close(found(again[::-1]), right, absolute=1e-4, what="F at a later call")
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
