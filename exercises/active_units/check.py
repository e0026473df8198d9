"""Active units, by the criterion of Burda, Grosse and Salakhutdinov (arXiv:1509.00519)."""

from typing import Any

import numpy as np

from autograder.checking.comparison import expect
from autograder.checking.verdict import Fault, Verdict
from autograder.checking.view import View

# Standard deviations over the images, the square of none of which lies near 0.01, and averages,
# which do not count. Each slip that is known tells some of these units wrongly.
CLEAR = ((1.2, 3), (1e-4, -2), (0.6, 0), (0.0, 1), (2.0, -1), (3e-3, 0), (0.9, 2), (0.0, 0))
NEAR = ((0.14, 0), (0.07, 2), (0.3, -3), (0.05, 0), (0.2, 1), (0.085, -1), (0.12, 3), (0.003, 2))
Units = tuple[tuple[float, float], ...]


def check(student: View) -> Verdict:
    """3 points: ½ for d booleans, 1½ for the variance over the images, 1 for the threshold."""
    verdict = Verdict("active_units")
    draw = np.random.default_rng(7027)
    clear = [_means(draw, n, CLEAR) for n in (50, 200, 40)]
    clear += [_means(draw, 30, units) for units in (CLEAR[3:4] * 2, CLEAR[:1], CLEAR[3:4])]
    # Those of the last images come in order: the variance knows no neighbours.
    near = [_means(draw, 300, NEAR), np.sort(_means(draw, 60, NEAR), axis=0)]
    results = student.results(*((means,) for means in clear))

    with verdict.item(0.5, "one boolean for each latent dimension"):
        for means, result in zip(clear, results, strict=True):
            _expect_booleans(result.get(), means)
    are_right = False
    with verdict.item(1.5, "the variance of each mean over the images tells active units"):
        for means, result in zip(clear, results, strict=True):
            _expect_active(_expect_booleans(result.get(), means), means)
        are_right = True
    with verdict.item(1, "the threshold is that of the text"):
        found = [_expect_booleans(student(means), means) for means in near]
        expect(are_right, "the threshold says nothing as long as clear cases are told wrongly")
        for one, means in zip(found, near, strict=True):
            _expect_active(one, means)
    return verdict


def _means(draw: np.random.Generator, n: int, units: Units) -> np.ndarray:
    """Latent means (n, d) with exactly these deviations and averages, in any order of the units."""
    deviations, averages = draw.permutation(units).T
    values = draw.normal(size=(n, len(units)))
    standard = (values - values.mean(axis=0)) / values.std(axis=0)
    return np.asarray(standard * deviations + averages)


def _expect_booleans(value: Any, means: np.ndarray) -> np.ndarray:
    """The result as (d,) booleans; 0 and 1 count as such."""
    (n, d), what = means.shape, "the result"
    expect(value is not None, f"{what} is None; is a `return` missing?")
    expect(not isinstance(value, str | dict), f"{what} is a {type(value).__name__}")
    try:
        array = np.asarray(value)
    except ValueError:
        raise Fault(f"{what} is a list of lists of several lengths") from None
    expect(array.dtype.kind in "biuf", f"{what} is of type {array.dtype}; expected booleans")
    hint = ""
    if array.shape == (n,) and n != d:
        hint = ": is the variance taken over the latent dimensions?"
    if array.shape == () and d != 1:
        hint = ": is it the number of active units?"
    expect(array.shape == (d,), f"{what} has shape {array.shape}; expected shape {(d,)}{hint}")
    expect(
        bool(np.all(np.isin(array, (0, 1)))),
        f"{what} holds other numbers than 0 and 1; expected a boolean for each latent dimension",
    )
    return array.astype(bool)


def _expect_active(found: np.ndarray, means: np.ndarray) -> None:
    """A Fault unless the units with a variance above 0.01 are the active ones."""
    variance = means.var(axis=0)
    right = variance > 0.01
    if np.array_equal(found, right):
        return
    slips = {
        "active and inactive units are exchanged": ~right,
        "the mean square is taken; the variance takes off the average first, and a unit that is "
        "the same for all images says nothing": np.mean(means**2, axis=0) > 0.01,
        "the averages are compared with the threshold; what counts is how the means vary": (
            np.abs(means.mean(axis=0)) > 0.01
        ),
        "the change from one image to the next is taken; the variance is that from the average": (
            np.mean(np.diff(means, axis=0) ** 2, axis=0) / 2 > 0.01
        ),
        "the standard deviation is compared with the threshold for the variance": (
            np.sqrt(variance) > 0.01
        ),
        "the threshold lies ten times too high": variance > 0.1,
        "the threshold lies ten times too low": variance > 0.001,
        # It is 1e-8 at least, where it is not 0 but for rounding.
        "every unit whose mean varies at all is called active": variance > 1e-20,
        "all units are called active": np.ones_like(right),
        "no unit is called active": np.zeros_like(right),
    }
    for sentence, values in slips.items():
        expect(not np.array_equal(found, values), sentence)
    worst = int(np.flatnonzero(found != right)[0])
    state = ("inactive", "active")
    raise Fault(
        f"a unit whose mean has the variance {variance[worst]:.3g} over {len(means)} images is "
        f"called {state[int(found[worst])]}; expected {state[int(right[worst])]}"
    )
