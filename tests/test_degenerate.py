"""Points need evidence: what only looks like an answer earns no more than its shape."""

import functools
import warnings
from collections.abc import Callable

import numpy as np
import pytest

from autograder.checks import (
    basic_autoencoder,
    cross_entropy,
    deeper,
    elbo,
    latent,
    network,
    vae,
    xavier,
)
from autograder.checks.verdict import Fault
from autograder.views import InProcessView
from tests.degenerate import DEGENERATE, Wrap, with_right_gradients, with_zero_gradients

# A check, the points for the shape alone, and arguments of a call.
VECTORS = np.float64([0.2, 0.5, 0.3]), np.float64([0.6, 0.3, 0.1])
OF_NUMPY = {
    "log_evidence": (elbo.log_evidence, 0, VECTORS),
    "posterior": (elbo.posterior, 0, VECTORS),
    "kl": (elbo.kl, 0, VECTORS),
    "elbo": (elbo.elbo, 0, (*VECTORS, np.float64([0.1, 0.7, 0.3]))),
    "gaussian_elbo": (elbo.gaussian_elbo, 0, (0.5, 0.2, 1.5, 0.7)),
}
OF_TENSORFLOW = {
    "mean_squared": (basic_autoencoder.mean_squared, 1),
    "reparameterize": (vae.reparameterize, 0.5),
    "kl_to_standard_normal": (vae.kl_to_standard_normal, 1),
    "encoder": (basic_autoencoder.encoder, 1),
    "decoder": (basic_autoencoder.decoder, 1),
    "deep_encoder": (deeper.deep_encoder, 0.5),
    "deep_decoder": (deeper.deep_decoder, 0.5),
    "cross_entropy": (cross_entropy.cross_entropy, 1),
}
OF_DRAWS = {
    "xavier_init": (xavier.xavier_init, 1),
    "init_parameters": (basic_autoencoder.init_parameters, 2),
    "init_deep_parameters": (deeper.init_deep_parameters, 1),
}

# A few of each sort, for every run of the tests; all of them are tried with the full ones.
SAMPLE = (
    "0 everywhere",
    "1 in one entry",
    "nan everywhere",
    "2 values",
    "the first row for all",
    "right at its first 3 calls",
    "the number of the call",
    "the result of the first call",
    "argument 0 back",
)

# What holds more of what was asked for than a shape, with its points and why.
KEEPS: dict[tuple[str, str], tuple[float, str]] = {}


class Untrained(InProcessView):
    """A view that refuses training runs, which take long and which constants do not pass."""

    def train(self, *_, **__):
        raise Fault("no training runs here")


def right_function(name: str) -> Callable:
    """A right function of the exercise, in TensorFlow where the exercise is."""
    if name == "gaussian_elbo":
        return lambda *case: np.asarray(elbo._right(*case))
    if name in OF_NUMPY:
        return getattr(latent, name)
    return getattr(__import__("tests.right", fromlist=[name]), name)


def points(check: Callable, function: Callable) -> float:
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        return check(Untrained(function)).points


def is_changed(wrap: Wrap, right: Callable, example: tuple) -> bool:
    """Whether a result is another than the right one: the mean of one number is that number."""
    found = wrap(right)(*example)
    return not np.array_equal(np.asarray(found), np.asarray(right(*example)))


@pytest.mark.parametrize("name", OF_NUMPY)
def test_a_degenerate_answer_of_notebook_5_earns_nothing(name):
    check, shape, example = OF_NUMPY[name]
    right = right_function(name)
    assert points(check, right) > 0
    for what, wrap in DEGENERATE.items():
        if is_changed(wrap, right, example) or "call" in what:
            assert points(check, wrap(right)) <= shape, what


def surplus(name: str, check: Callable, shape: float, wraps: dict[str, Wrap]) -> dict[str, float]:
    """What degenerate answers earn beyond the points for their shape and what they may keep."""
    right, found = right_function(name), {}
    for what, wrap in wraps.items():
        allowed, _ = KEEPS.get((name, what), (shape, ""))
        earned = points(check, wrap(right))
        if earned > allowed:
            found[what] = earned
    return found
