"""The check of `importance_bound` that students run."""

import math

import numpy as np

from ..shared.visible.results import Answer, expect, number
from ..shared.visible.values import on_copies


def check(answer: Answer) -> str:
    answer = on_copies(answer)
    half = math.log(0.5)
    # Weights 1 and 3 have the mean 2, weights ½ and ½ the mean ½.
    two_rows = np.array([[0.0, math.log(3)], [half, half]])
    found = number(answer(two_rows))
    hints = {
        math.log(2): "adds the weights up; take their mean, a Kth of the sum",
        (math.log(3) + 2 * half) / 4: "averages the logarithms; the logarithm comes after the mean",
        math.log(1.25): "averages all weights; each row has its own logarithm",
    }
    hint = next((words for value, words in hints.items() if math.isclose(found, value)), None)
    expect(
        math.isclose(found, 0, abs_tol=1e-6),
        "for rows with the weights 1, 3 and ½, ½, whose means are 2 and ½, the bound is 0; found "
        f"{found:.6g}" + (f", which {hint}" if hint else ""),
    )
    one = number(answer(np.array([[-1.0], [-2.0]])))
    expect(
        math.isclose(one, -1.5, abs_tol=1e-6),
        f"for K = 1 the bound is the mean of the log-weights, here -1.5; found {one:.6g}",
    )
    with np.errstate(all="ignore"):
        for value in (-2000.0, 800.0):
            found = number(answer(np.full((2, 3), value)))
            expect(
                math.isclose(found, value, rel_tol=1e-6),
                f"for log-weights that are all {value:g} the bound is {value:g}; found {found:g}: "
                "the exponential is 0 or infinite there, so something must be taken out first",
            )
        found = number(answer(np.array([[-2000.0, -2000.0], [800.0, 800.0]])))
        expect(
            math.isclose(found, -600, rel_tol=1e-6),
            "for a row of log-weights of -2000 and a row of 800 the bound is -600; found "
            f"{found:g}: what is taken out of the sum of one row does not serve another",
        )
        found = number(answer(np.array([[-math.inf, 0.0]])))
    expect(
        math.isclose(found, half, rel_tol=1e-3),
        f"for the weights 0 and 1 the bound is log ½ = {half:.4g}; found {found:.4g}",
    )
    return "values for two rows, K = 1, log-weights of -2000 and 800, a weight of 0"
