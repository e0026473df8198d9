"""What became of a submission, with all that a gradebook, a reader and a student are told of it."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from nbformat import NotebookNode
from nbgrader.utils import compute_checksum

from autograder.judging.hidden_tests import NotReached
from autograder.judging.record import NotebookRun


@dataclass(frozen=True)
class Judged:
    """What became of one notebook of a submission; `notebook` is None where none was handed in.

    `points` are those of its graded cells by grade id, None where a person is to give them;
    `reasons` say why a test gave less than all. What the student left as it was released, of the
    cells that were to be filled in, is `untouched`.
    """

    status: str
    notes: list[str]
    file: str | None = None
    notebook: NotebookNode | None = None
    points: dict[str, float | None] = field(default_factory=dict)
    reasons: dict[str, list[str]] = field(default_factory=dict)
    untouched: frozenset[str] = frozenset()

    @property
    def summary(self) -> dict[str, Any]:
        return {"status": self.status, "file": self.file, "notes": self.notes}


@dataclass(frozen=True)
class Judgement:
    """What became of a submission, notebook by notebook. It can be pickled."""

    notebooks: dict[str, Judged]

    @property
    def points(self) -> float:
        """What its tests earned together."""
        return sum(sum(filter(None, one.points.values())) for one in self.notebooks.values())


def untouched_essays(notebook: NotebookNode) -> list[str]:
    """What a person would read, and was left as it was released."""
    essays = (cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade"))
    return [cell.metadata.nbgrader.grade_id for cell in essays if _is_untouched(cell)]


def _is_untouched(cell: NotebookNode) -> bool:
    """Whether a cell was to be filled in, and is as it was released."""
    header = cell.metadata.get("nbgrader", {})
    return bool(header.get("solution")) and header.get("checksum") == compute_checksum(cell)


def judged_notebook(
    run: NotebookRun, notebook: NotebookNode, file: str | None, elsewhere: Collection[str] = ()
) -> Judged:
    """The outcome of a run, whose finished notebook this is.

    What may have been answered `elsewhere` waits for a person.
    """
    points: dict[str, float | None] = {}
    reasons, untouched = {}, set()
    for cell in notebook.cells:
        header = cell.metadata.get("nbgrader", {})
        verdict = run.verdict_on(cell)
        if verdict:
            is_reached = not isinstance(verdict, NotReached)
            points[header.grade_id] = float(verdict.points) if is_reached else None
            reasons[header.grade_id] = verdict.reasons
        if _is_untouched(cell) and header.grade_id not in elsewhere:
            untouched.add(header.grade_id)
        if header.get("solution") and header.get("grade"):
            points[header.grade_id] = 0.0 if header.grade_id in untouched else None
    return Judged(run.status, run.notes, file, notebook, points, reasons, frozenset(untouched))
