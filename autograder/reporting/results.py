"""What a class earned, and why not more."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path

from autograder.judging.record import BY_HAND

# Of several notebooks of a submission, the status that is said is the first of these.
STATUSES = (
    *("not judged", "crashed", "timed out", "out of memory", "too many processes"),
    *("too many files", "unreadable", "missing", BY_HAND, "graded"),
)


@dataclass(frozen=True)
class Exercise:
    """What is graded in one cell; `by_hand` says that a person gives its points."""

    notebook: str
    grade_id: str
    maximum: float
    by_hand: bool

    @property
    def name(self) -> str:
        return self.grade_id.removeprefix("test_")


@dataclass(frozen=True)
class CellResult:
    """The points of one graded cell, why others are lost, and a person's comment."""

    exercise: Exercise
    points: float
    waits: bool = False  # for a person; counts nothing until then
    reasons: tuple[str, ...] = ()
    comment: str = ""

    @property
    def lost(self) -> float:
        return max(0.0, self.exercise.maximum - self.points)


@dataclass(frozen=True)
class NotebookResult:
    """What became of a notebook of a submission; `file` is how it was handed in."""

    name: str
    status: str
    notes: tuple[str, ...] = ()
    file: str | None = None
    path: Path | None = None  # of the graded notebook


@dataclass
class StudentResult:
    """What one student handed in and earned; nothing was handed in where there are no cells."""

    student: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_id: str = ""
    cells: list[CellResult] = field(default_factory=list)
    notebooks: list[NotebookResult] = field(default_factory=list)
    handed_in: datetime | None = None  # in UTC, as nbgrader keeps it
    extension: timedelta | None = None
    late: timedelta = timedelta(0)
    penalty: float = 0.0

    @property
    def is_absent(self) -> bool:
        return not self.cells

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def points_of(self, notebook: str | None = None, by_hand: bool | None = None) -> float:
        """Points before any penalty: of one notebook or all, by machine, by hand or both."""
        return sum(
            cell.points
            for cell in self.cells
            if notebook in (None, cell.exercise.notebook)
            and by_hand in (None, cell.exercise.by_hand)
        )

    @cached_property
    def points(self) -> float:
        """What counts: all points less the penalty for being late."""
        return max(0.0, self.points_of() - self.penalty)

    @property
    def waiting(self) -> float:
        """The points of cells that no person has graded yet."""
        return sum(cell.exercise.maximum for cell in self.cells if cell.waits)

    @property
    def status(self) -> str:
        """The status that most needs a look, of all notebooks."""
        if self.is_absent:
            return "absent"
        found = {notebook.status for notebook in self.notebooks}
        return min(found, key=_urgency, default="graded")

    @property
    def notes(self) -> list[str]:
        """What the judge noted on the notebooks, beside what their points say."""
        return [
            f"{notebook.name}, {notebook.status}: {note}"
            for notebook in self.notebooks
            # The first is the reason for lost points already, and of the second a person took care.
            if notebook.status not in ("missing", BY_HAND)
            for note in notebook.notes
        ]


def _urgency(status: str) -> int:
    return STATUSES.index(status) if status in STATUSES else 0


@dataclass
class ClassResults:
    """An assignment's exercises in order, and what each student on the roster made of them."""

    assignment: str
    exercises: list[Exercise]
    students: list[StudentResult]
    due: datetime | None = None  # in UTC

    @property
    def maximum(self) -> float:
        return sum(exercise.maximum for exercise in self.exercises)

    @property
    def notebooks(self) -> list[str]:
        return list(dict.fromkeys(exercise.notebook for exercise in self.exercises))

    @property
    def graded(self) -> list[StudentResult]:
        return [student for student in self.students if not student.is_absent]

    def maximum_of(self, notebook: str) -> float:
        return sum(each.maximum for each in self.exercises if each.notebook == notebook)
