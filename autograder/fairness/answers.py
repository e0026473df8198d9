"""Answers of known worth: percent scripts, read here and made into submissions.

`exercises/<grade id>/answers.py` holds the answers to one exercise, right and wrong. A markdown
cell names each and says what is special about it; the cells below it are named by the grade ids
that they answer:

    # %% even_number [markdown]
    # The upper one of the middle two is taken.

    # %% median points=2 reason="the median of 8 values"
    def median(values):
        ...

`points` is what a wrong answer keeps, and `reason` a part of the first reason that its student must
read. A right answer states neither: it must earn full points. Functions without a cell are the
model answers, or stay as released where the markdown cell says base="release". A last cell, `# %%
right mutants [markdown]`, lists the mutants of the model answer that earn full points, and why.

A script of `tests/students/` is the work of one student: a single set of answers, named after its
file, whose first cell is `# %% [markdown] base="model"` or base="release". With
notebook="2_title" there it hands in that notebook alone, and status="timed out" says what the
judge must find where that is not "graded".
"""

import re
from dataclasses import dataclass, field, replace
from datetime import datetime, timezone
from pathlib import Path

import jupytext
import nbformat
from nbformat import NotebookNode

from autograder.course import Assignment, CourseError

RIGHT_MUTANTS = "right mutants"
MUTANT = re.compile(r"^- `(?P<change>[^`]+)`: (?P<why>.+)$", re.M)


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


@dataclass(frozen=True)
class KnownAnswers:
    """What `answers.py` of an exercise holds; why a mutant is right stands by its change."""

    sheets: list[AnswerSheet]
    right_mutants: dict[str, str]


def read_answers(path: Path) -> AnswerSheet:
    """Read the work of one student; CourseError where the file is none."""
    first, *cells = _read_cells(path)
    if "title" in first.metadata:
        raise CourseError(
            f'{path.name}: the first cell is to be `# %% [markdown] base="model"` or base="release"'
        )
    return _sheet(path, path.stem, first, cells)


def read_known_answers(path: Path) -> KnownAnswers:
    """Read the `answers.py` of an exercise; CourseError where the file is none.

    The sheets are named `<exercise>/<answer>`.
    """
    exercise = path.parent.name
    sheets: list[AnswerSheet] = []
    right_mutants: dict[str, str] = {}
    groups: list[list[NotebookNode]] = []
    for cell in _read_cells(path):
        if cell.cell_type == "markdown":
            groups.append([cell])
        elif groups:
            groups[-1].append(cell)
        else:
            raise CourseError(
                f"{exercise}/{path.name}: the first cell is to name an answer: `# %% name "
                "[markdown]`"
            )
    for first, *cells in groups:
        title = first.metadata.get("title", "")
        if title == RIGHT_MUTANTS:
            right_mutants = _right_mutants(first.source)
        elif not re.fullmatch(r"\w+", title) or any(
            one.student == f"{exercise}/{title}" for one in sheets
        ):
            raise CourseError(
                f"{exercise}/{path.name}: each answer has a name of its own, `# %% name "
                f"[markdown]`; found {title!r}"
            )
        else:
            sheets.append(_sheet(path, f"{exercise}/{title}", first, cells))
    return KnownAnswers(sheets, right_mutants)


def _read_cells(path: Path) -> list[NotebookNode]:
    if not path.is_file():
        raise CourseError(f"{path}: no such file of answers")
    cells: list[NotebookNode] = jupytext.read(path, fmt="py:percent").cells
    if not cells:
        raise CourseError(f"{path}: the file is empty")
    return cells


def _sheet(path: Path, name: str, first: NotebookNode, cells: list[NotebookNode]) -> AnswerSheet:
    base = first.metadata.get("base", "model")
    if base not in ("model", "release"):
        raise CourseError(f'{name}: base is to be "model" or "release", found {base!r}')
    answers: dict[str, Answer] = {}
    for cell in cells:
        grade_id = cell.metadata.get("title")
        if not grade_id or grade_id in answers:
            raise CourseError(f"{name}: each cell answers a grade id, once: `# %% median`")
        answers[grade_id] = Answer(
            cell.source, cell.metadata.get("points"), cell.metadata.get("reason", "")
        )
    return AnswerSheet(
        name,
        first.source.strip(),
        base,
        answers,
        first.metadata.get("notebook"),
        first.metadata.get("status", "graded"),
    )


def _right_mutants(text: str) -> dict[str, str]:
    """Why mutants are right, by their change, from a list in Markdown."""
    items = re.sub(r"\n +", " ", text)
    return {found["change"]: found["why"] for found in MUTANT.finditer(items)}


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
