"""Example answers: small files that become submissions.

An answer sheet is a percent script. Its first cell is markdown and says in words what is special
about the answers; every other cell is named by the grade id that it answers:

    # %% [markdown] base="model"
    # A decoder without its last sigmoid.

    # %% decoder points=3 reason="the last layer of the decoder has no sigmoid"
    def decoder(y, weights, biases):
        ...

Cells that a sheet does not name hold the model answer (base="model") or stay as released
(base="release"). `points` is what the answer must earn, full points where it is left out, and
`reason` a part of the first reason that its student must read.

With notebook="3_xavier" in its first cell, a sheet hands in that notebook alone, and status="timed
out" says what the judge must find where that is not "graded".
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timezone
from pathlib import Path

import jupytext
import nbformat
from nbformat import NotebookNode

from autograder.course import Assignment, CourseError


@dataclass(frozen=True)
class Answer:
    """What a student wrote in one solution cell, and what it is worth."""

    source: str
    points: float | None = None
    reason: str = ""


@dataclass(frozen=True)
class AnswerSheet:
    """The answers of one example student by grade id."""

    student: str
    description: str
    base: str
    answers: dict[str, Answer] = field(default_factory=dict)
    notebook: str | None = None
    status: str = "graded"

    def handed_in_by(self, student: str) -> "AnswerSheet":
        """The same answers from another student."""
        return replace(self, student=student)


def read_answers(path: Path) -> AnswerSheet:
    """Read an answer sheet; CourseError where it is none."""
    if not path.is_file():
        raise CourseError(f"{path}: no such answer sheet")
    cells = jupytext.read(path, fmt="py:percent").cells
    if not cells:
        raise CourseError(f"{path.name}: the sheet is empty")
    first, *cells = cells
    base = first.metadata.get("base")
    if base not in ("model", "release"):
        raise CourseError(
            f'{path.name}: the first cell is to be `# %% [markdown] base="model"` or '
            f'base="release", found base={base!r}'
        )
    answers = {}
    for cell in cells:
        grade_id = cell.metadata.get("title")
        if not grade_id or grade_id in answers:
            raise CourseError(f"{path.name}: each cell answers a grade id, once: `# %% encoder`")
        answers[grade_id] = Answer(
            cell.source, cell.metadata.get("points"), cell.metadata.get("reason", "")
        )
    return AnswerSheet(
        path.stem,
        first.source.strip(),
        base,
        answers,
        first.metadata.get("notebook"),
        first.metadata.get("status", "graded"),
    )


def model_answers(assignment: Assignment) -> dict[str, str]:
    """The solutions of the built source notebooks by grade id, without their marks."""
    return {
        cell.metadata.nbgrader.grade_id: "\n".join(
            line for line in cell.source.splitlines() if " SOLUTION" not in line
        )
        for path in sorted(assignment.source.glob("*.ipynb"))
        for cell in solution_cells(nbformat.read(path, as_version=4))
    }


def solution_cells(notebook: NotebookNode) -> list[NotebookNode]:
    """The cells that a student fills."""
    return [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("solution")]


def submit(assignment: Assignment, sheet: AnswerSheet) -> bool:
    """Hand in a sheet as the submission of a student of its name; False if it already lies there.

    The release notebooks are filled with the sheet's answers. Raises CourseError where the sheet
    answers a grade id that no notebook has, or names no notebook of the assignment.
    """
    model = model_answers(assignment) if sheet.base == "model" else {}
    sources = model | {grade_id: answer.source for grade_id, answer in sheet.answers.items()}
    filled, met = {}, set()
    for path in sorted(assignment.release.glob(f"{sheet.notebook or '*'}.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        for cell in solution_cells(notebook):
            grade_id = cell.metadata.nbgrader.grade_id
            met.add(grade_id)
            cell.source = sources.get(grade_id, cell.source)
        filled[path.name] = nbformat.writes(notebook) + "\n"
    unknown = sorted(sheet.answers.keys() - met)
    if not filled:
        what = sheet.notebook or "notebook"
        raise CourseError(f"{assignment.release} holds no {what}; run `autograder build`")
    if unknown:
        raise CourseError(f"{sheet.student}.py: no notebook asks for {', '.join(unknown)}")
    return _write_submission(assignment.submission(sheet.student), filled)


def _write_submission(folder: Path, notebooks: dict[str, str]) -> bool:
    """Write notebooks where they differ, with a time stamp by which nbgrader grades them anew."""
    present = {path.name: path.read_text() for path in folder.glob("*.ipynb")}
    if present == notebooks:
        return False
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in notebooks.items():
        (folder / name).write_text(text)
    now = datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M:%S.%f UTC")
    (folder / "timestamp.txt").write_text(now + "\n")
    return True
