"""The check of `conv_size` that students run."""

from ..shared.visible.counts import whole_number
from ..shared.visible.results import Answer, expect

# Size, kernel, stride and the lengths with SAME and with VALID, all counted on paper.
EXAMPLES = ((5, 3, 1, 5, 3), (5, 3, 2, 3, 2), (28, 3, 2, 14, 13), (8, 4, 2, 4, 3), (9, 9, 4, 3, 1))


def check(answer: Answer) -> str:
    for size, kernel, stride, same, valid in EXAMPLES:
        for padding, right in (("SAME", same), ("VALID", valid)):
            found = whole_number(answer(size, kernel, stride, padding))
            expect(
                found == right,
                f"on a line of {size} pixels a window of {kernel} that moves by {stride} stops at "
                f'{right} places with padding "{padding}"; found {found}: draw the windows below '
                "each other and count",
            )
    return f"{len(EXAMPLES)} examples for each kind of padding"
