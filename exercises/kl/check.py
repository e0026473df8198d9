"""The divergence of two distributions over K states, zeros included."""

import itertools

import numpy as np

from autograder.checking.comparison import (
    Mistakes,
    expect,
    expect_close,
    expect_shape,
)
from autograder.checking.verdict import Verdict
from autograder.checking.view import View
from exercises.shared import latent
from exercises.shared.models import (
    SIZES,
    form_of,
    in_parts,
    negative,
    probabilities,
    quietly,
)


@quietly
def check(student: View) -> Verdict:
    """A flipped sign costs the values, and is followed through where q or p holds zeros."""
    verdict = Verdict("kl")
    draw = np.random.default_rng(7243)

    pairs = [(probabilities(draw, states), probabilities(draw, states)) for states in SIZES]
    cases = [*pairs, (pairs[1][0], pairs[1][0]), (np.ones(1), np.ones(1))]
    zeros = [
        (np.array([0.5, 0.5, 0, 0]), np.array([0.3, 0.3, 0.3, 0.1])),
        (np.array([0, 0, 1.0]), np.array([0.2, 0.3, 0.5])),
        (np.array([0.25, 0.75, 0]), np.array([0.5, 0.5, 0])),
    ]
    beyond = (np.array([0.2, 0.5, 0.3]), np.array([0.4, 0.6, 0]))
    plain, at_zeros, (outside,), again = in_parts(student, cases, zeros, [beyond], cases)

    with verdict.item(2, "D_KL(q‖p), one number"):
        for result, (q, p) in zip([*plain, *again], cases * 2, strict=True):
            expect_close(
                expect_shape(result.get(), ()),
                latent.kl(q, p),
                absolute=1e-5,
                mistakes=_mistakes(q, p),
            )
    form = form_of(plain, cases, latent.kl, negative(latent.kl))
    grid = [[probabilities(draw, 5) for _ in range(3)] for _ in range(2)]
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


def _mistakes(q: np.ndarray, p: np.ndarray) -> Mistakes:
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
