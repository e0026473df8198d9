"""The output length of a convolution (Dumoulin and Visin, arXiv:1603.07285, chapter 2)."""

import math
from collections.abc import Callable
from typing import Any

from autograder.checking.comparison import expect
from autograder.checking.verdict import Verdict
from autograder.checking.view import View
from exercises.shared.convolution import same_size, valid_size
from exercises.shared.whole_numbers import expect_whole_number

# (size, kernel, stride): kernels of even and odd length, windows that leave a rest, ends of ranges.
CASES = (
    (28, 3, 2),
    (14, 3, 2),
    (7, 3, 2),
    (5, 3, 1),
    (5, 3, 2),
    (28, 5, 1),
    (28, 4, 3),
    (29, 4, 2),
    (10, 2, 5),
    (11, 2, 5),
    (9, 9, 1),
    (9, 9, 4),
    (6, 1, 1),
    (6, 1, 4),
    (1, 1, 3),
    (227, 11, 4),
)
Formula = Callable[[int, int, int], float]

RIGHT: dict[str, Formula] = {
    "SAME": lambda size, kernel, stride: same_size(size, stride),
    "VALID": valid_size,
}
SLIPS: dict[str, dict[str, Formula]] = {
    "SAME": {
        "what SAME gives is that of VALID": valid_size,
        "the size is divided by the stride and rounded down; with padding no pixel is left out": (
            lambda size, kernel, stride: size // stride
        ),
        "the stride has no effect": lambda size, kernel, stride: size,
        "a window too many is counted": lambda size, kernel, stride: same_size(size, stride) + 1,
        "half the kernel, rounded down, is padded on both sides; TensorFlow pads as much as it "
        "takes, which for even kernels is another length": (
            lambda size, kernel, stride: (size + 2 * (kernel // 2) - kernel) // stride + 1
        ),
        "the quotient of size and stride is not rounded": (
            lambda size, kernel, stride: size / stride
        ),
    },
    "VALID": {
        "what VALID gives is that of SAME": lambda size, kernel, stride: same_size(size, stride),
        "the first window is not counted": (lambda size, kernel, stride: (size - kernel) // stride),
        "the quotient is rounded up; a window that leaves the image is not counted": (
            lambda size, kernel, stride: math.ceil((size - kernel) / stride) + 1
        ),
        "the quotient is not rounded": lambda size, kernel, stride: (size - kernel) / stride + 1,
        "the stride has no effect": lambda size, kernel, stride: size - kernel + 1,
        "1 is added before the division; it counts the first window, whatever the stride": (
            lambda size, kernel, stride: (size - kernel + 1) // stride
        ),
        "the kernel has no effect": lambda size, kernel, stride: size // stride,
    },
}


def check(student: View) -> Verdict:
    """2 points: 1 for each kind of padding."""
    verdict = Verdict("conv_size")
    for padding, formula in RIGHT.items():
        with verdict.item(1, f"the output length with padding {padding}"):
            found = [student(*case, padding) for case in CASES]
            slip = _slip(found, padding)
            for case, value in zip(CASES, found, strict=True):
                call = f'conv_size({", ".join(map(str, case))}, "{padding}")'
                expect(not slip, f'with padding "{padding}" {slip}')
                size, right = expect_whole_number(value, call), formula(*case)
                expect(size == right, f"{call} is {size}; expected {right}")
    return verdict


def _slip(found: list[Any], padding: str) -> str:
    """The slip that leads to all these lengths, if there is one."""
    for sentence, formula in SLIPS[padding].items():
        values = [formula(*case) for case in CASES]
        if all(_equals(*pair) for pair in zip(found, values, strict=True)):
            return sentence
    return ""


def _equals(found: object, value: float) -> bool:
    return isinstance(found, int | float) and not isinstance(found, bool) and found == value
