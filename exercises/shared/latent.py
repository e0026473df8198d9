"""The quantities of notebook 5 for a latent with K states, written as the sheet writes them.

`q` and `prior` need not sum to one: each sum runs over the states and nothing is normalised.
"""

from collections.abc import Callable
from functools import wraps

import numpy as np

Function = Callable[..., np.ndarray | np.float64]

LONGEST = 10_000  # states that a student's code may ask for


def log_evidence(prior: np.ndarray, likelihood: np.ndarray) -> np.float64:
    """log p(x) = log Σ p(z) p(x|z)."""
    joint = _log(prior) + _log(likelihood)
    top = joint.max()
    return np.float64(top + np.log(np.sum(np.exp(joint - top))))


def posterior(prior: np.ndarray, likelihood: np.ndarray) -> np.ndarray:
    """p(z|x) = p(z) p(x|z) / p(x)."""
    return np.asarray(np.exp(_log(prior) + _log(likelihood) - log_evidence(prior, likelihood)))


def kl(q: np.ndarray, p: np.ndarray) -> np.float64:
    """D_KL(q‖p) = Σ q log(q / p), with 0 log 0 = 0, and infinite where q > 0 = p."""
    return average(q, _log(q) - np.where(np.asarray(q) > 0, _log(p), 0))


def elbo(q: np.ndarray, prior: np.ndarray, likelihood: np.ndarray) -> np.float64:
    """F = Σ q log p(x|z) - Σ q log(q / p(z)), with 0 log 0 = 0."""
    return average(q, _log(likelihood)) - kl(q, prior)


def average(q: np.ndarray, values: np.ndarray) -> np.float64:
    """Σ q values; a state with q = 0 counts nothing, whatever its value."""
    q = np.asarray(q, np.float64)
    return np.float64(np.sum(q * np.where(q > 0, values, 0)))


def stand_ins(*names: str) -> dict[str, Function]:
    """Functions of this module by name, as a student's code may call them: K is bounded."""
    return {name: _of_vectors(globals()[name]) for name in names}


def _of_vectors(function: Function) -> Function:
    """The function for arguments that may be anything; ValueError where they are no vectors."""

    @wraps(function)
    def checked(*arguments: object) -> np.ndarray | np.float64:
        vectors = [np.asarray(argument, dtype=np.float64) for argument in arguments]
        if any(one.ndim != 1 or one.size > LONGEST for one in vectors) or (
            len({one.size for one in vectors}) > 1
        ):
            shapes = ", ".join(str(one.shape) for one in vectors)
            raise ValueError(f"expected arrays of the same shape (K,), found {shapes}")
        return function(*vectors)

    return checked


def _log(values: np.ndarray) -> np.ndarray:
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(np.asarray(values, np.float64)))
