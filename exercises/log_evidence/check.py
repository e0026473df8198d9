"""The logarithm of the evidence, log p(x), on a latent with K states."""

import numpy as np

from autograder.checking.comparison import Mistakes, expect_close, expect_shape
from autograder.checking.verdict import Verdict
from autograder.checking.view import Result, View
from exercises.shared import latent
from exercises.shared.models import (
    TINY,
    Formula,
    Model,
    draw_models,
    draw_one_state,
    draw_tiny,
    draw_with_zeros,
    form_of,
    in_parts,
    lost_likelihoods,
    negative,
    quietly,
)


@quietly
def check(student: View) -> Verdict:
    """A flipped sign costs the values, and is followed through in the hard cases."""
    verdict = Verdict("log_evidence")
    draw = np.random.default_rng(4021)

    models = draw_models(draw)
    form: Formula = latent.log_evidence

    prior, likelihood = draw_tiny(draw)
    hard = {
        "log p(x) for one state": draw_one_state(draw),
        "log p(x) where the prior holds zeros": draw_with_zeros(draw)[1:],
        f"log p(x) for {TINY}": (prior, likelihood),
    }
    lost = lost_likelihoods(lambda small: np.log(np.sum(prior * likelihood) + small))
    # The plain cases come first and last: what is right for a while only is wrong.
    plain, at_edges, again = in_parts(student, models, list(hard.values()), models)

    def compare(result: Result, model: Model, what: str, mistakes: Mistakes | None = None) -> None:
        found = expect_shape(result.get(), (), what)
        expect_close(found, form(*model), absolute=1e-5, what=what, mistakes=mistakes)

    with verdict.item(1, "the logarithm of the average likelihood under the prior"):
        for result, model in zip([*plain, *again], models * 2, strict=True):
            compare(result, model, "log p(x)", _mistakes(*model))
    with verdict.item(1, "one state, zeros in the prior, likelihoods down to 1e-300"):
        form = form_of(plain, models, form, negative(form))
        for result, (what, model) in zip(at_edges, hard.items(), strict=True):
            compare(result, model, what, lost if TINY in what else None)
    return verdict


def _mistakes(prior: np.ndarray, likelihood: np.ndarray) -> Mistakes:
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
