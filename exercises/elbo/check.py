"""The bound F of equation (1) on a latent with K states."""

import numpy as np

from autograder.checking.comparison import Mistakes, expect, expect_close, expect_shape
from autograder.checking.stand_ins import with_stand_ins
from autograder.checking.verdict import Verdict
from autograder.checking.view import Result, View
from exercises.shared import latent
from exercises.shared.models import (
    TINY,
    Case,
    Formula,
    draw_models,
    draw_one_state,
    draw_tiny,
    draw_with_zeros,
    form_of,
    in_parts,
    lost_likelihoods,
    negative,
    probabilities,
    quietly,
)


@quietly
def check(student: View) -> Verdict:
    """A flipped sign costs the values, and is followed through in the hard cases.

    Right functions stand in for those of the notebook that it may call.
    """
    draw = np.random.default_rng(9931)
    models = [(probabilities(draw, len(model[0])), *model) for model in draw_models(draw)]
    models.append((np.ones(1), *draw_one_state(draw)))
    q, prior, likelihood = draw_with_zeros(draw)
    zeros = [
        (q, prior, likelihood),
        (np.eye(len(q))[np.argmax(q)], prior, likelihood),
        (latent.posterior(prior, likelihood), prior, likelihood),
    ]
    tiny = draw_tiny(draw)
    far = [(probabilities(draw, 1000), *tiny), (latent.posterior(*tiny), *tiny)]

    def run(student: View) -> Verdict:
        verdict = Verdict("elbo")
        plain, at_zeros, at_far, again = in_parts(student, models, zeros, far, models)
        form = form_of(plain, models, latent.elbo, negative(latent.elbo), _divergence_added)
        with verdict.item(2, "F as equation (1) defines it, one number"):
            for result, case in zip([*plain, *again], models * 2, strict=True):
                _expect_bound(result, case, "F", _mistakes(*case))
        with verdict.item(0.5, "0 log 0 = 0 where q holds zeros"):
            for result, case in zip(at_zeros, zeros, strict=True):
                _expect_bound(result, case, "F where q and the prior hold zeros", form=form)
        with verdict.item(0.5, TINY):
            for result, case in zip(at_far, far, strict=True):
                _expect_bound(result, case, f"F for {TINY}", _lost_from_bound(*case), form)
        return verdict

    return with_stand_ins(student, run, **latent.stand_ins("kl", "posterior", "log_evidence"))


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
    return lost_likelihoods(
        lambda small: latent.average(q, np.log(likelihood + small)) - divergence
    )


def _mistakes(q: np.ndarray, prior: np.ndarray, likelihood: np.ndarray) -> Mistakes:
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
