"""What a class earned, and why not more: read from nbgrader's gradebook and graded notebooks."""

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from autograder.checking.verdict import MIME_TYPE
from autograder.course import Assignment, Course, CourseError
from autograder.judging.record import read_judgement
from autograder.text import plain


@dataclass(frozen=True)
class CellGrade:
    """The points of one graded cell, and the reasons for those that are lost."""

    student: str
    notebook: str
    grade_id: str
    points: float
    maximum: float
    needs_reading: bool
    reasons: tuple[str, ...]


def report(course: Course, names: Sequence[str], console: Console) -> None:
    """Print what a class earned in these assignments, or in all that are graded.

    Raises CourseError where nothing has been graded yet.
    """
    graded = {one: grades for one in course.chosen(names) if (grades := read_grades(one))}
    if not graded:
        commands = (f"`nbgrader autograde {one.name}`" for one in course.chosen(names))
        raise CourseError(f"nothing is graded yet; run {' or '.join(commands)}")
    for assignment, grades in graded.items():
        students = list(dict.fromkeys(grade.student for grade in grades))
        notes = read_notes(assignment, students)
        print_report(assignment, grades, notes, console)


def read_grades(assignment: Assignment) -> list[CellGrade]:
    """All grades of an assignment by student, notebook and place in the notebook.

    Raises CourseError where there is no gradebook.
    """
    settings = assignment.course.settings
    if settings.lacks_gradebook:
        raise CourseError(f"there is no gradebook, {settings.db_url}; run `autograder build`")
    with Gradebook(settings.db_url, settings.course_id) as gradebook:
        try:
            submissions = gradebook.assignment_submissions(assignment.name)
        except MissingEntry:
            submissions = []
        return [
            grade
            for submission in sorted(submissions, key=lambda one: one.student.id)
            for notebook in sorted(submission.notebooks, key=lambda one: one.name)
            for grade in _notebook_grades(assignment, submission.student.id, notebook)
        ]


def _notebook_grades(assignment: Assignment, student: str, notebook) -> list[CellGrade]:
    path = assignment.autograded(student) / f"{notebook.name}.ipynb"
    cells = _nbgrader_cells(path)
    order = {grade_id: number for number, grade_id in enumerate(cells)}
    absent = () if path.is_file() else (_why_absent(assignment, student, notebook.name),)
    judgement = read_judgement(assignment.autograded(student)).get(notebook.name, {})
    status = judgement.get("status")
    if status == "unreadable":
        absent = (f"the notebook cannot be read: {judgement['notes'][0]}",)
    return [
        CellGrade(
            student,
            notebook.name,
            grade.name,
            grade.score,
            grade.max_score,
            bool(grade.needs_manual_grade) and (not absent or status == "not judged"),
            () if grade.score >= grade.max_score else absent or _reasons(cells, grade),
        )
        for grade in sorted(notebook.grades, key=lambda one: order.get(one.name, 0))
    ]


def _nbgrader_cells(path: Path) -> dict[str, NotebookNode]:
    """The cells of a graded notebook by grade id; none where it does not exist."""
    if not path.is_file():
        return {}
    return {
        cell.metadata.nbgrader.grade_id: cell
        for cell in nbformat.read(path, as_version=4).cells
        if "nbgrader" in cell.metadata
    }


def _why_absent(assignment: Assignment, student: str, name: str) -> str:
    """Why there is no graded notebook of that name."""
    judgement = read_judgement(assignment.autograded(student)).get(name)
    if judgement:
        return judgement["notes"][0]
    return (
        f"{name} is not graded; see what `nbgrader autograde {assignment.name} "
        f"--student={shlex.quote(student)} --force` says"
    )


def _reasons(cells: dict[str, NotebookNode], grade) -> tuple[str, ...]:
    """Why a cell earned less than its maximum."""
    cell = cells.get(grade.name)
    if cell is None:
        return ("the graded notebook lacks this cell",)
    if cell.cell_type == "markdown":
        if grade.needs_manual_grade:
            return ("waits to be read, in formgrader",)
        return ("given by hand",) if grade.manual_score is not None else ("left as released",)
    for output in cell.outputs:
        if MIME_TYPE in output.get("data", {}):
            items = output.data[MIME_TYPE]["items"]
            return tuple(dict.fromkeys(item["reason"] for item in items if item["reason"]))
    return ("the test reached no verdict",)


def read_notes(assignment: Assignment, students: list[str]) -> dict[str, list[str]]:
    """What the judge noted on each student's notebooks beside their points."""
    return {
        student: [
            f"{name}, {judgement['status']}: {note}"
            for name, judgement in read_judgement(assignment.autograded(student)).items()
            for note in judgement["notes"]
            if judgement["status"] != "missing"  # which is the reason for lost points already
        ]
        for student in students
    }


def print_report(
    assignment: Assignment,
    grades: list[CellGrade],
    notes: dict[str, list[str]],
    console: Console,
) -> None:
    """A table of students by notebook with points, and below it why points were lost."""
    notebooks = sorted({grade.notebook for grade in grades})
    students = list(dict.fromkeys(grade.student for grade in grades))

    def of(student: str, notebook: str | None = None) -> list[CellGrade]:
        return [g for g in grades if g.student == student and notebook in (None, g.notebook)]

    table = Table(
        title=f"Points in {assignment.name}", caption="\n".join(notebooks), caption_justify="left"
    )
    table.add_column("student", no_wrap=True)
    for name in notebooks:
        number, _, _ = name.partition("_")
        maximum = sum(grade.maximum for grade in of(students[0], name))
        table.add_column(f"{number}\n/{maximum:g}", justify="right")
    maximum = sum(grade.maximum for grade in of(students[0]))
    table.add_column(f"total\n/{maximum:g}", justify="right", style="bold")
    table.add_column("points\nto read", justify="right")
    for student in students:
        to_read = sum(grade.maximum for grade in of(student) if grade.needs_reading)
        points = [sum(g.points for g in of(student, name)) for name in notebooks]
        table.add_row(
            escape(plain(student)),
            *(f"{value:g}" for value in (*points, sum(points))),
            f"{to_read:g}",
        )
    console.print(table)

    console.print("\n[bold]Why points were lost[/bold]")
    for student in students:
        _print_reasons(student, of(student), console)
        for note in notes.get(student, []):
            console.print(f"  note on {plain(note)}", markup=False, soft_wrap=True)


def _print_reasons(student: str, grades: list[CellGrade], console: Console) -> None:
    """One student's lost points; cells that lost all for the same reason stand together."""
    groups: dict[tuple, list[CellGrade]] = {}
    for grade in grades:
        if grade.points < grade.maximum:
            alone = grade.grade_id if grade.points else None
            groups.setdefault((grade.reasons, alone), []).append(grade)
    console.print(f"\n[bold]{escape(plain(student))}[/bold]" + ("" if groups else ": nothing lost"))
    for (reasons, _), cells in groups.items():
        names = ", ".join(cell.grade_id.removeprefix("test_") for cell in cells)
        points, maximum = (sum(getattr(c, name) for c in cells) for name in ("points", "maximum"))
        console.print(f"  {names}: {points:g} of {maximum:g}", soft_wrap=True)
        for reason in reasons:
            console.print(f"    – {plain(reason)}", markup=False, soft_wrap=True)
