"""The check of `gaussian_elbo` that students run."""

import math

from ..shared.visible.results import Answer, expect, number


def check(answer: Answer) -> str:
    # x, mean, variance, noise, F
    examples = (
        (0.0, 0.0, 1.0, 1.0, -1.418939),
        (1.0, 0.0, 1.0, 1.0, -1.918939),
        (0.0, 1.0, 1.0, 1.0, -2.418939),
        (0.0, 0.0, 2.0, 1.0, -2.072365),
        (0.0, 0.0, 1.0, 2.0, -1.515512),
        (1.2, 0.8, 0.5, 0.5, -1.648939),
    )
    hints = (
        "",
        " Only x is different from the example before: look at the distance of x from the mean",
        " Only the mean is different from the first example: it is in both integrals",
        " Only the variance is different from the first example: it is in both integrals, and it "
        "is a variance, not a standard deviation",
        " Only the noise is different from the first example: it is a variance, in the exponent "
        "and in the normalising constant",
        "",
    )
    for (x, mean, variance, noise, expected), hint in zip(examples, hints, strict=True):
        found = number(answer(x, mean, variance, noise))
        expect(
            math.isclose(found, expected, rel_tol=1e-3),
            f"for x = {x:g}, mean = {mean:g}, variance = {variance:g} and noise = {noise:g}, "
            f"expected {expected:.6g}, found {found:.6g}.{hint}",
        )
    return "its value for six examples"
