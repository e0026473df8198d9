"""Bayes' rule on a latent with K states."""

import numpy as np

from autograder.checking.comparison import Mistakes, expect, expect_close, expect_shape, told_apart
from autograder.checking.stand_ins import with_stand_ins
from autograder.checking.verdict import Verdict
from autograder.checking.view import Result, View
from exercises.shared import latent
from exercises.shared.models import (
    TINY,
    Model,
    draw_models,
    draw_one_state,
    draw_tiny,
    draw_with_zeros,
    in_parts,
    quietly,
)


@quietly
def check(student: View) -> Verdict:
    """A right `log_evidence` stands in for the student's."""
    draw = np.random.default_rng(5519)
    models = draw_models(draw)
    hard = {
        "p(z|x) for one state": draw_one_state(draw),
        "p(z|x) where the prior holds zeros": draw_with_zeros(draw)[1:],
        f"p(z|x) for {TINY}": draw_tiny(draw),
    }

    def run(student: View) -> Verdict:
        verdict = Verdict("posterior")
        plain, at_edges, again = in_parts(student, models, list(hard.values()), models)
        with verdict.item(1, "Bayes' rule, (K,) probabilities"):
            for result, model in zip([*plain, *again], models * 2, strict=True):
                _expect_posterior(result, model, "p(z|x)", _mistakes(*model))
        with verdict.item(1, "one state, zeros in the prior, likelihoods down to 1e-300"):
            for result, (what, model) in zip(at_edges, hard.items(), strict=True):
                _expect_posterior(result, model, what)
        return verdict

    return with_stand_ins(student, run, **latent.stand_ins("log_evidence"))


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


def _mistakes(prior: np.ndarray, likelihood: np.ndarray) -> Mistakes:
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
