"""How graders compare on a question: mean and spread of points, in all, by item and over time."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, stdev

from autograder.build.mark_schemes import Rubric
from autograder.reporting.essays.essay import Essay

# Standard errors between a grader's mean and that of all others from which one should look. With
# graders who give alike and shares dealt at random, one comparison in a hundred lies so far apart.
NOTABLE = 2.6
FEWEST = 5  # readings on each side; of fewer nothing is said


@dataclass(frozen=True)
class Figures:
    """Points of some readings: how many, their mean, and their standard deviation."""

    count: int
    mean: float
    spread: float
    notable: bool = False  # far from what the other graders gave


@dataclass(frozen=True)
class Row:
    """What one grader gave; `columns` are the points in all and those of each item."""

    grader: str
    columns: tuple[Figures, ...]
    earlier: Figures  # the first half of the grader's readings, in the order of time
    later: Figures


def compare(essays: list[Essay], rubric: Rubric) -> tuple[list[Row], Row | None]:
    """A row for each grader, and one for all together; None where nothing was read here."""
    read = sorted(
        (essay for essay in essays if essay.given_here and essay.grader),
        key=lambda essay: (essay.read_at is None, essay.read_at),
    )
    graders = sorted({essay.grader for essay in read})
    rows = [_row(name, [e for e in read if e.grader == name], read, rubric) for name in graders]
    return rows, _row("", read, read, rubric) if read else None


def _row(name: str, own: list[Essay], read: list[Essay], rubric: Rubric) -> Row:
    columns: list[Callable[[Essay], float | None]] = [lambda essay: essay.points]
    columns += [_points_for(item.title) for item in rubric.items]
    others = [essay for essay in read if essay.grader != name] if name else []
    middle = len(own) // 2
    earlier, later = (_points(part, columns[0]) for part in (own[:middle], own[middle:]))
    return Row(
        name,
        tuple(_figures(_points(own, column), _points(others, column)) for column in columns),
        _figures(earlier, []),
        _figures(later, earlier),
    )


def _points_for(title: str) -> Callable[[Essay], float | None]:
    return lambda essay: essay.items.get(title)


def _points(essays: Iterable[Essay], of: Callable[[Essay], float | None]) -> list[float]:
    return [points for essay in essays if (points := of(essay)) is not None]


def _figures(own: list[float], others: list[float]) -> Figures:
    if not own:
        return Figures(0, 0.0, 0.0)
    return Figures(len(own), fmean(own), _spread(own), _far_apart(own, others))


def _spread(points: list[float]) -> float:
    return stdev(points) if len(points) > 1 else 0.0


def _far_apart(own: list[float], others: list[float]) -> bool:
    """Whether two means differ by more than NOTABLE standard errors (Welch)."""
    if min(len(own), len(others)) < FEWEST:
        return False
    error = sqrt(_spread(own) ** 2 / len(own) + _spread(others) ** 2 / len(others))
    return abs(fmean(own) - fmean(others)) > NOTABLE * error
