"""Initial weights of the convolutional autoencoder (Glorot and Bengio 2010; He et al. 2015)."""

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from autograder.checking.comparison import as_numbers, expect
from autograder.checking.statistics import STANDARD_ERRORS, expect_drawn, family_of
from autograder.checking.verdict import Fault, Verdict
from autograder.checking.view import View
from exercises.shared.parameters import (
    distinct,
    expect_dicts,
    expect_fresh,
    expect_shapes,
    expect_variables,
    expect_varied,
)
from exercises.shared.visible.convolutional import BIASES, WEIGHTS, fans, variances

# Calls: the smallest kernels hold 144 numbers, so all of them hold 2,304.
DRAWS = 16


def check(student: View) -> Verdict:
    """4 points: ½ each for shapes, variables and the mean, 1½ for variances, 1 for fresh draws."""
    verdict = Verdict("init_conv_parameters")
    draws = student.results(*[()] * DRAWS)

    @cache
    def drawn() -> dict[str, np.ndarray]:
        """All draws of each weight, (draws, numbers); a Fault unless they vary as draws do."""
        results = [expect_dicts(draw.get()) for draw in draws]
        expect_varied(results, WEIGHTS)
        _expect_independent(results[0][0])
        return _together(distinct(results))

    with verdict.item(0.5, "keys and shapes of all weights and biases"):
        for draw in draws:
            expect_shapes(draw.get(), (WEIGHTS, BIASES))
    with verdict.item(0.5, "float32 variables that an optimizer can train"):
        drawn()
        for draw in draws:
            expect_variables(draw.get())
    with verdict.item(0.5, "zero mean, a uniform or a normal distribution"):
        for key, values in drawn().items():
            expect_mean_and_family(key, values)
    with verdict.item(1.5, "the variance follows from the fans of each layer"):
        slip = _slip(drawn())
        for key, values in drawn().items():
            expect_variance(key, values, slip)
    with verdict.item(1, "independent draws, new ones at each call"):
        drawn()
        expect_fresh("weights", [expect_dicts(draw.get())[0] for draw in draws])
    return verdict


def _together(results: list[tuple[dict[str, Any], dict[str, Any]]]) -> dict[str, np.ndarray]:
    """The weights of the network from several results, key by key."""
    weights = [group for group, _ in results]
    common = [key for key in WEIGHTS if all(key in group for group in weights)]
    expect(bool(common), "weights has none of the keys of the network")
    return {key: np.stack([as_numbers(group[key]).ravel() for group in weights]) for key in common}


def _expect_independent(weights: dict[str, np.ndarray]) -> None:
    """A Fault if one kernel stands for several, which a matrix of rows and columns shows."""
    for key, values in weights.items():
        kernel = as_numbers(values)
        if kernel.ndim == 4 and kernel.size > 1:
            rows = kernel.reshape(-1, kernel.shape[-1])
            expect_drawn(rows, f'weights["{key[:40]}"]')


def expect_mean_and_family(key: str, values: np.ndarray) -> None:
    """A Fault unless the mean is 0 and the distribution, where it can be told, an accepted one."""
    error = values.std() / np.sqrt(values.size)
    expect(
        abs(values.mean()) < STANDARD_ERRORS * error,
        f'weights["{key}"] has mean {values.mean():.3g}; expected 0',
    )
    expect(
        values.size < 1000 or family_of(values) is not None,
        f'weights["{key}"] is neither uniform nor normal',
    )


def expect_variance(key: str, values: np.ndarray, slip: str = "") -> None:
    """A Fault unless the variance is one of the accepted ones."""
    if not _has_variance(values, *variances(key)):
        found, glorot = float(values.var()), 2 / sum(fans(key))
        raise Fault(
            f'weights["{key}"] has the variance {found:.4g}, {found / glorot:.3g} times what '
            f"Glorot and Bengio's formula gives for the fans of this layer{slip}"
        )


def _slip(drawn: dict[str, np.ndarray]) -> str:
    """The end of a sentence that names a slip which explains all kernels; one may fit several."""
    kernels = {key: values for key, values in drawn.items() if len(WEIGHTS[key]) == 4}
    slips: dict[str, Callable[[str], list[float]]] = {
        "the area of the kernel belongs to the fans": _without_area,
        "the weights are drawn from N(0, 1)": lambda key: [1.0],
        "that is LeCun's formula, 1 / fan_in": (lambda key: [1 / fan for fan in fans(key)]),
    }
    for sentence, variance in slips.items():
        if kernels and all(
            _has_variance(values, *variance(key)) for key, values in kernels.items()
        ):
            return f"; {sentence}"
    return ""


def _without_area(key: str) -> list[float]:
    channels = WEIGHTS[key][-2:]
    return [2 / sum(channels), *(2 / one for one in channels)]


def _has_variance(values: np.ndarray, *accepted: float) -> bool:
    """Whether the variance of draws may be one of these.

    That of n numbers has a relative standard error of √((κ - 1) / n) with the kurtosis κ ≤ 3 of the
    accepted distributions.
    """
    bound = STANDARD_ERRORS * np.sqrt(2 / values.size)
    return any(abs(values.var() / one - 1) < bound for one in accepted)
