"""What a class earned, and why not more: read from nbgrader's gradebook and graded notebooks."""

from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry
from rich.console import Console
from rich.table import Table

from autograder.checks.verdict import MIME_TYPE
from autograder.course import ASSIGNMENT, Course, CourseError


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


def read_grades(course: Course) -> list[CellGrade]:
    """All grades of the assignment by student, notebook and place in the notebook.

    Raises CourseError where nothing has been graded yet.
    """
    if not course.gradebook.is_file():
        raise CourseError(f"there is no gradebook: {course.gradebook}; run `autograder build`")
    with Gradebook(f"sqlite:///{course.gradebook}") as gradebook:
        try:
            submissions = gradebook.assignment_submissions(ASSIGNMENT)
        except MissingEntry:
            submissions = []
        grades = [
            grade
            for submission in sorted(submissions, key=lambda one: one.student.id)
            for notebook in sorted(submission.notebooks, key=lambda one: one.name)
            for grade in _notebook_grades(course, submission.student.id, notebook)
        ]
    if not grades:
        raise CourseError(f"nothing is graded yet; run `nbgrader autograde {ASSIGNMENT}`")
    return grades


def _notebook_grades(course: Course, student: str, notebook) -> list[CellGrade]:
    cells = _graded_cells(course.autograded(student) / f"{notebook.name}.ipynb")
    order = {grade_id: number for number, grade_id in enumerate(cells)}
    return [
        CellGrade(
            student,
            notebook.name,
            grade.name,
            grade.score,
            grade.max_score,
            bool(grade.needs_manual_grade),
            () if grade.score >= grade.max_score else _reasons(cells.get(grade.name)),
        )
        for grade in sorted(notebook.grades, key=lambda one: order.get(one.name, 0))
    ]


def _graded_cells(path: Path) -> dict[str, NotebookNode]:
    if not path.is_file():
        return {}
    return {
        cell.metadata.nbgrader.grade_id: cell
        for cell in nbformat.read(path, as_version=4).cells
        if cell.metadata.get("nbgrader", {}).get("grade")
    }


def _reasons(cell: NotebookNode | None) -> tuple[str, ...]:
    """Why a cell earned less than its maximum."""
    if cell is None:
        return ("the notebook was not handed in",)
    if cell.cell_type == "markdown":
        return ("the written answer is not graded yet, or was left as it was",)
    for output in cell.outputs:
        if MIME_TYPE in output.get("data", {}):
            items = output.data[MIME_TYPE]["items"]
            return tuple(dict.fromkeys(item["reason"] for item in items if item["reason"]))
        if output.output_type == "error":
            return (f"the test could not run: {output.ename}: {output.evalue}",)
    return ("the test reached no verdict",)


def print_report(grades: list[CellGrade], console: Console) -> None:
    """A table of students by notebook with points, and below it why points were lost."""
    notebooks = sorted({grade.notebook for grade in grades})
    maxima = dict.fromkeys(notebooks, 0.0)
    for grade in grades:
        if grade.student == grades[0].student:
            maxima[grade.notebook] += grade.maximum
    table = Table(title=f"Points in {ASSIGNMENT}")
    table.add_column("student", no_wrap=True)
    for name in notebooks:
        title = name.replace("_", " ")
        table.add_column(f"{title}\nof {maxima[name]:g}", justify="right")
    table.add_column(f"total\nof {sum(maxima.values()):g}", justify="right", style="bold")
    students = list(dict.fromkeys(grade.student for grade in grades))
    for student in students:
        points = [
            sum(g.points for g in grades if (g.student, g.notebook) == (student, name))
            for name in notebooks
        ]
        table.add_row(student, *(f"{value:g}" for value in points), f"{sum(points):g}")
    console.print(table)

    console.print("\n[bold]Why points were lost[/bold]")
    for student in students:
        lost = [g for g in grades if g.student == student and g.points < g.maximum]
        console.print(f"\n[bold]{student}[/bold]" + ("" if lost else ": nothing lost"))
        for grade in lost:
            console.print(f"  {grade.grade_id}: {grade.points:g} of {grade.maximum:g}")
            for reason in grade.reasons:
                console.print(f"    – {reason}", markup=False, soft_wrap=True)
