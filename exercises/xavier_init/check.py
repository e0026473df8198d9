"""Xavier initialisation (Glorot and Bengio 2010, equations 12 and 16)."""

from functools import cache

import numpy as np

from autograder.checking.comparison import (
    expect,
    expect_shape,
)
from autograder.checking.statistics import (
    STANDARD_ERRORS,
    expect_different,
    expect_drawn,
    family_of,
    standardised,
)
from autograder.checking.verdict import Verdict
from autograder.checking.view import View
from exercises.shared.visible.layers import BASIC, layer_shapes
from exercises.shared.xavier import expect_learning, expect_variance
from exercises.xavier_init.visible import SHAPES

TRAINING_THRESHOLD = 0.044


def check(student: View) -> Verdict:
    """Give points for how the weights are drawn, and for what a network learns from them."""
    verdict = Verdict("xavier_init")
    calls = [shape for _ in range(2) for shape in SHAPES]
    draws = dict(zip(enumerate(calls), student.results(*calls), strict=True))
    with verdict.item(1, "shape (n_in, n_out)"):
        for (_, shape), draw in draws.items():
            expect_shape(draw.get(), shape, f"xavier_init{shape}")

    @cache
    def drawn() -> list[tuple[tuple[int, int], np.ndarray]]:
        """All draws with their shapes; a Fault if one of them varies as no draw does."""
        found = []
        for (_, shape), draw in draws.items():
            what = f"xavier_init{shape}"
            found.append((shape, expect_shape(draw.get(), shape, what)))
            expect_drawn(found[-1][1], what)
        return found

    with verdict.item(1, "zero mean"):
        for shape, values in drawn():
            expect(
                abs(values.mean()) <= STANDARD_ERRORS * values.std() / np.sqrt(values.size),
                f"xavier_init{shape} has mean {values.mean():.3g}; expected 0",
            )
    with verdict.item(2, "the variance follows from n_in and n_out"):
        everything = drawn()
        for half in (everything[: len(SHAPES)], everything[len(SHAPES) :]):
            expect_variance(dict(half))
    with verdict.item(1, "a uniform or a normal distribution"):
        for shape, values in drawn():
            expect_family(values, f"xavier_init{shape}")
    with verdict.item(2, "independent entries, new ones at each call"):
        everything = drawn()
        for (_, first), (_, second) in zip(everything, everything[len(SHAPES) :], strict=False):
            expect_different(first, second, "two calls return the same numbers; is a seed fixed?")
    with verdict.item(1, "a network learns from such weights"):
        drawn()
        weight_shapes, _ = layer_shapes(BASIC)
        weights = {
            key: expect_shape(student(*shape), shape) for key, shape in weight_shapes.items()
        }
        expect_learning(weights, TRAINING_THRESHOLD)
    return verdict


def expect_family(values: np.ndarray, what: str) -> None:
    """A Fault unless the draws, whatever their mean and variance, are of a known family."""
    expect(
        family_of(values) is not None,
        f"{what} is neither uniform nor normal: "
        f"{np.mean(np.abs(standardised(values)) < 0.5):.1%} of its numbers lie within half a "
        f"standard deviation and {np.mean(np.abs(standardised(values)) < 1):.1%} within one",
    )
