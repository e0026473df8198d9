"""The check of `pca_reconstruct` that students run."""

import numpy as np

from ..shared.visible.results import Answer, Problem, array, expect
from ..shared.visible.values import point


def check(answer: Answer) -> str:
    # Three directions, along which the examples vary by 3, 2 and 1.
    first, second, third = np.array([[0.6, 0.8, 0], [-0.48, 0.36, 0.8], [0.64, -0.48, 0.6]])
    mean = np.array([10.0, 20.0, 30.0])
    train = mean + np.array([3 * first, -3 * first, 2 * second, -2 * second, third, -third])
    image = mean + 2 * first + 5 * second - third
    expected = {0: mean, 1: mean + 2 * first, 2: mean + 2 * first + 5 * second, 3: image}
    for k, right in expected.items():
        result = answer(train.copy(), image[None].copy(), k)
        found = array(result, (1, 3), f"the result for k = {k}")
        if np.allclose(found, right, rtol=1e-3):
            continue
        raise Problem(
            "six examples lie about (10, 20, 30), along (0.6, 0.8, 0) and, less, across it; for "
            f"k = {k} the image {point(image)} is to become {point(right)}, found {point(found[0])}"
            + (": without components the mean is left" if k == 0 else "")
            + (": is the mean of `train` taken off, and added again?" if k == 1 else "")
        )
    two = array(answer(train.copy(), np.stack([image, mean]), 1), (2, 3))
    expect(
        np.allclose(two, [expected[1], mean], rtol=1e-3),
        f"an image together with the mean of the examples is to become {point(expected[1])} and "
        f"{point(mean)} for k = 1, found {point(two[0])} and {point(two[1])}",
    )
    return "shape (m, d), values for k = 0, 1, 2 and 3 in a space of three dimensions"
