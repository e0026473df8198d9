"""Item analysis: how hard each exercise was, and whether it tells strong from weak students."""

from collections import Counter, defaultdict
from dataclasses import dataclass

import numpy as np

from autograder.reporting.results import ClassResults, Exercise, StudentResult

# Below these one should look at an exercise: the bounds of Moodle's quiz statistics
# (https://docs.moodle.org/en/Quiz_statistics_report).
WEAK_DISCRIMINATION = 0.2
VERY_HARD = 0.1
FEWEST = 10  # students with points; a correlation over fewer says nothing
MOST_REASONS = 5  # of one exercise
MOST_EXAMPLES = 5  # students of one reason


@dataclass(frozen=True)
class Item:
    """What a class made of an exercise.

    `share` is the mean of points over the maximum, `spread` the standard deviation of that, and
    `discrimination` the correlation of the exercise's points with those of all others ("rest
    score", as Moodle defines it); None where there is none. `none`, `part` and `full` count the
    students with no, some and all points; students who wait for a person count nowhere.
    """

    exercise: Exercise
    students: int
    share: float | None
    spread: float | None
    discrimination: float | None
    none: int
    part: int
    full: int

    @property
    def advice(self) -> str:
        """Why one should look at this exercise; empty where nothing is odd."""
        if self.share is None:
            return ""
        if self.full == self.students:
            return "everybody has full points"
        if self.none == self.students:
            return "nobody has any points"
        if self.share <= VERY_HARD:
            return "very hard, or something is wrong with it"
        if self.discrimination is None or self.students < FEWEST:
            return ""
        if self.discrimination < 0:
            return "weaker students do better: probably something is wrong with it"
        if self.discrimination < WEAK_DISCRIMINATION:
            return "hardly tells strong from weak students"
        return ""


@dataclass(frozen=True)
class Reason:
    """Why points were lost in an exercise, and by whom."""

    exercise: Exercise
    text: str
    students: tuple[StudentResult, ...]

    @property
    def examples(self) -> tuple[StudentResult, ...]:
        return self.students[:MOST_EXAMPLES]


def analyse(results: ClassResults) -> list[Item]:
    """An item for each exercise, over the students who handed something in."""
    points = np.full((len(results.graded), len(results.exercises)), np.nan)
    place = {exercise: column for column, exercise in enumerate(results.exercises)}
    for row, student in enumerate(results.graded):
        for cell in student.cells:
            if not cell.waits:
                points[row, place[cell.exercise]] = cell.points
    return [
        _item(exercise, points[:, column], np.delete(points, column, axis=1))
        for column, exercise in enumerate(results.exercises)
    ]


def _item(exercise: Exercise, column: np.ndarray, others: np.ndarray) -> Item:
    known = ~np.isnan(column)
    points, rest = column[known], np.nansum(others[known], axis=1)
    maximum = exercise.maximum
    full = int(np.sum(points >= maximum))
    none = int(np.sum((points <= 0) & (points < maximum)))
    measurable = bool(len(points)) and maximum > 0
    return Item(
        exercise,
        len(points),
        float(points.mean() / maximum) if measurable else None,
        float(points.std() / maximum) if measurable else None,
        _correlation(points, rest),
        none,
        len(points) - none - full,
        full,
    )


def _correlation(first: np.ndarray, second: np.ndarray) -> float | None:
    """Pearson's; None where one of both does not vary."""
    if len(first) < 2 or np.ptp(first) == 0 or np.ptp(second) == 0:
        return None
    return float(np.corrcoef(first, second)[0, 1])


def frequent_reasons(results: ClassResults, fewest: int = 1) -> list[Reason]:
    """The reasons that cost the most students points in each exercise, in order of exercises.

    Reasons of fewer than `fewest` students are left out: what one student alone was told may say
    who it is.
    """
    found: dict[Exercise, dict[str, list[StudentResult]]] = defaultdict(lambda: defaultdict(list))
    for student in results.graded:
        for cell in student.cells:
            # Of an essay, the reason is what its reader wrote to its student.
            if not cell.exercise.by_hand:
                for reason in cell.reasons:
                    found[cell.exercise][reason].append(student)
    chosen = []
    for exercise in results.exercises:
        counts = Counter({text: len(those) for text, those in found[exercise].items()})
        for text, count in counts.most_common(MOST_REASONS):
            if count >= fewest:
                chosen.append(Reason(exercise, text, tuple(found[exercise][text])))
    return chosen
