"""Walks between codes on spherical paths (White, arXiv:1609.04468)."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from autograder.checking.comparison import (
    are_close,
    as_numbers,
    expect,
    expect_close,
    expect_shape,
)
from autograder.checking.verdict import Verdict
from autograder.checking.view import View

Walk = Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]
STRAIGHT_BELOW = 1e-6  # the angle, in radians


def walk(a: np.ndarray, b: np.ndarray, steps: int) -> np.ndarray:
    """The codes from a to b, (steps, d)."""
    return spherical(a, b, np.linspace(0, 1, steps)[:, None])


def straight(a: ArrayLike, b: ArrayLike, t: np.ndarray) -> np.ndarray:
    return np.asarray((1 - t) * np.asarray(a) + t * np.asarray(b))


def angle(a: np.ndarray, b: np.ndarray) -> float:
    """Between two directions, in radians."""
    cosine = a @ b / (np.linalg.norm(a) * np.linalg.norm(b))
    return float(np.arccos(np.clip(cosine, -1, 1)))


def on_the_sphere(a: np.ndarray, b: np.ndarray, t: np.ndarray) -> np.ndarray:
    """Weights sin((1 - t)ω) / sin ω and sin(tω) / sin ω of two vectors at an angle ω."""
    between = angle(a, b)
    way = np.sin((1 - t) * between) * a + np.sin(t * between) * b
    return np.asarray(way / np.sin(between))


def spherical(a: np.ndarray, b: np.ndarray, t: np.ndarray) -> np.ndarray:
    """Directions on the sphere, norms on a straight line; straight where there is no angle."""
    lengths = np.linalg.norm(a), np.linalg.norm(b)
    if min(lengths) == 0 or angle(a, b) < STRAIGHT_BELOW:
        return straight(a, b, t)
    directions = on_the_sphere(a / lengths[0], b / lengths[1], t)
    return np.asarray(directions * straight(*lengths, t))


def check(student: View) -> Verdict:
    """3 points: ½ for shape and ends, 1½ for the way between them, 1 where the way is straight."""
    verdict = Verdict("interpolate")
    draw = np.random.default_rng(9311)
    cases = [
        (draw.normal(size=d), scale * draw.normal(size=d), steps)
        for d, scale, steps in ((5, 3.0, 7), (2, 1.0, 2), (64, 0.5, 9), (3, 10.0, 4), (2, 2.0, 5))
    ]
    cases.append((np.array([1.0, 0.0, 0.0]), np.array([0.0, 0.0, 4.0]), 3))
    cases += [_at_angle(draw, *case) for case in ((0.5, 6, 5), (0.02, 3, 4))]
    results = student.results(*cases)

    with verdict.item(0.5, "steps codes, the first of which is a and the last b"):
        for (a, b, steps), result in zip(cases, results, strict=True):
            found = expect_shape(result.get(), (steps, len(a)))
            _expect_end(found[0], a, "first", "a")
            _expect_end(found[-1], b, "last", "b")
    with verdict.item(1.5, "directions along the sphere, norms from that of a to that of b"):
        for (a, b, steps), result in zip(cases, results, strict=True):
            found = expect_shape(result.get(), (steps, len(a)))
            expect_close(found, walk(a, b, steps), absolute=1e-6, mistakes=_mistakes(a, b, steps))
    are_right = verdict.points == verdict.maximum
    with verdict.item(1, "a straight line where an end is 0 or both have one direction"):
        _expect_a_way(as_numbers(results[0].get()))
        for what, (a, b, steps) in _straight_cases(draw).items():
            found = expect_shape(student(a, b, steps), (steps, len(a)))
            expect(
                bool(np.all(np.isfinite(found))),
                f"{what} the codes are not finite (they hold NaN or infinity)",
            )
            if are_right:
                right = walk(a, b, steps)
                expect_close(found, right, absolute=1e-6, what=f"{what} the list of codes")
            _expect_line(found, a, b, what)
    return verdict


def _expect_end(found: np.ndarray, expected: np.ndarray, which: str, name: str) -> None:
    expect(
        are_close(found, expected, 1e-3, 1e-6),
        f"the {which} code is not {name}; both ends belong to the walk",
    )


def _expect_a_way(found: np.ndarray) -> None:
    """A Fault unless the codes of a walk in five dimensions differ; a constant is no walk."""
    expect(found.ndim == 2 and len(found) > 2, f"the result has shape {found.shape}; no walk")
    steps = np.linalg.norm(np.diff(found, axis=0), axis=1)
    expect(
        bool(np.all(np.isfinite(steps)) and np.all(steps > 0)),
        "codes of one walk are the same, or not finite",
    )


def _expect_line(found: np.ndarray, a: np.ndarray, b: np.ndarray, what: str) -> None:
    """A Fault unless codes lie on the line between both ends, one after the other.

    Which steps they take, and in which direction, has cost its points already.
    """
    size = np.linalg.norm(b - a)
    along = (found - a) @ (b - a) / (size**2 or 1)
    on_it = are_close(found, straight(a, b, along[:, None]), 1e-3, 1e-6)
    moves = np.diff(along)
    expect(
        on_it and bool(np.all(np.abs(along - 0.5) < 0.5 + 1e-3)),
        f"{what} the codes do not lie on the straight line between both ends",
    )
    expect(
        size == 0 or bool(np.all(moves > 0) or np.all(moves < 0)),
        f"{what} the codes do not go from one end to the other",
    )


def _at_angle(
    draw: np.random.Generator, omega: float, d: int, steps: int
) -> tuple[np.ndarray, np.ndarray, int]:
    """Ends of norms 1 and 3 with an angle of `omega` between them, in d dimensions."""
    first, second = np.linalg.qr(draw.normal(size=(d, 2)))[0].T
    return first, 3 * (np.cos(omega) * first + np.sin(omega) * second), steps


def _rounded_up(draw: np.random.Generator) -> np.ndarray:
    """A code (6,) whose cosine with itself is above 1, as rounding has it, in whichever way."""
    while True:
        a = draw.normal(size=6)
        unit, square = a / np.linalg.norm(a), a @ a
        if unit @ unit > 1 and square / np.linalg.norm(a) ** 2 > 1:
            return a


def _straight_cases(draw: np.random.Generator) -> dict[str, tuple[np.ndarray, np.ndarray, int]]:
    a, zero = _rounded_up(draw), np.zeros(6)
    return {
        "where a is 0": (zero, a, 5),
        "where b is 0": (a, zero, 4),
        "where both ends are 0": (zero, zero, 3),
        "where a and b are the same": (a, a, 5),
        "where b is three times a": (a, 3 * a, 6),
        "where b is a third of a": (a, a / 3, 3),
        "in one dimension": (np.array([0.5]), np.array([2.0]), 4),
    }


def _mistakes(a: np.ndarray, b: np.ndarray, steps: int) -> dict[str, list[np.ndarray]]:
    t = np.linspace(0, 1, steps)[:, None]
    lengths = np.linalg.norm(a), np.linalg.norm(b)
    first, second = a / lengths[0], b / lengths[1]
    line = straight(a, b, t)
    degrees = np.degrees(angle(a, b))
    return {
        "the walk is straight; the directions are to go along the sphere": [line],
        "the weights of the sphere are given to a and b themselves; they are for directions, of "
        "norm 1": [on_the_sphere(a, b, t)],
        "the norm stays 1; it goes from that of a to that of b": [on_the_sphere(first, second, t)],
        "the norm stays that of an end": [
            length * on_the_sphere(first, second, t) for length in lengths
        ],
        "the norms are multiplied, not added up, on their way": [
            on_the_sphere(first, second, t) * lengths[0] ** (1 - t) * lengths[1] ** t
        ],
        "the straight line is stretched to the norm that is asked for; its directions do not go in "
        "equal steps along the sphere": [
            line / np.linalg.norm(line, axis=1, keepdims=True) * straight(*lengths, t)
        ],
        "the walk goes from b to a": [walk(b, a, steps)],
        "the norms go from that of b to that of a": [
            on_the_sphere(first, second, t) * straight(*lengths[::-1], t)
        ],
        "the angle is taken in degrees": [
            (np.sin((1 - t) * degrees) * first + np.sin(t * degrees) * second)
            / np.sin(degrees)
            * straight(*lengths, t)
        ],
        "b is missing: the steps end before it": [
            spherical(a, b, np.linspace(0, 1, steps, endpoint=False)[:, None])
        ],
        "a and b are missing: the steps lie between them": [
            spherical(a, b, np.linspace(0, 1, steps + 2)[1:-1, None])
        ],
    }
