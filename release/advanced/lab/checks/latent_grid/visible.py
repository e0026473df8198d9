"""The check of `latent_grid` that students run."""

import numpy as np

from ..shared.visible.results import Answer, array, expect


def check(answer: Answer) -> str:
    # The quartiles of a normal distribution lie 0.67449 from its mean, the sixths 0.96742.
    two = np.array([-0.67449, 0.67449])
    three = np.array([-0.96742, 0.0, 0.96742])
    for axis in (np.zeros(1), two, three):
        n = len(axis)
        found = array(answer(n), (n * n, 2), f"latent_grid({n})")
        shares = _listed(np.linspace(0.5 / n, 1 - 0.5 / n, n))
        expect(
            np.allclose(np.sort(found, axis=0)[::n], np.stack([axis, axis], 1), atol=1e-4),
            f"for n = {n} each number is one of {_listed(axis)}, the quantiles of the shares "
            f"{shares}; found {_listed(np.unique(found.round(4)))}",
        )
        right = np.array([(first, second) for second in axis for first in axis])
        expect(
            np.allclose(found, right, atol=1e-4),
            f"for n = {n} the list begins with {_rows(right)}; found {_rows(found)}: the first "
            "number changes from code to code, the second from row to row, both upwards",
        )
    array(answer(20), (400, 2), "latent_grid(20)")
    return "values and order for n = 1, 2 and 3, shape for n = 20"


def _listed(values: np.ndarray) -> str:
    shown = ", ".join(f"{value:.4g}" for value in values[:4])
    return shown + (", …" if len(values) > 4 else "")


def _rows(codes: np.ndarray) -> str:
    return ", ".join(f"({first:.4g}, {second:.4g})" for first, second in codes[:3])
