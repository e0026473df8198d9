"""The graded functions of a course, each with what its answer is run and tested with."""

import ast
from dataclasses import dataclass
from pathlib import Path

from autograder.course import Course
from autograder.judging.judge import read_notebooks
from autograder.judging.record import tested_function

DEFINITIONS = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef)


@dataclass(frozen=True)
class Cell:
    """A cell before a test: the model answer or given code, and what a student finds there."""

    grade_id: str | None
    model: str
    released: str


@dataclass(frozen=True)
class Exercise:
    """One graded function: where it stands, its points, and its test's visible and hidden part.

    `folder` holds the built notebook, and the packages that it imports.
    """

    name: str
    folder: Path
    notebook: str
    points: float
    cells: tuple[Cell, ...]
    visible: str
    hidden: str


def graded_functions(course: Course) -> dict[str, Exercise]:
    """The graded functions of a built course by name. Raises CourseError where it is not built."""
    found = {}
    notebooks = (
        (assignment.source, *item)
        for assignment in course.assignments
        for item in read_notebooks(assignment).items()
    )
    for folder, notebook, exercise in notebooks:
        released = {
            cell.metadata.nbgrader.grade_id: cell.source
            for cell in exercise.released.cells
            if "nbgrader" in cell.metadata
        }
        before: list[Cell] = []
        for cell in exercise.source.cells:
            grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
            name = tested_function(cell)
            if name:
                points, hidden = cell.metadata.nbgrader.points, exercise.hidden[grade_id]
                found[name] = Exercise(
                    name, folder, notebook, points, tuple(before), released[grade_id], hidden
                )
            elif cell.cell_type == "code" and grade_id:
                before.append(Cell(grade_id, cell.source, released[grade_id]))
            elif cell.cell_type == "code":
                given = _definitions(cell.source)
                before.append(Cell(None, given, given))
    return found


def _definitions(source: str) -> str:
    """The imports, functions and classes of a cell: demonstrations take time and test nothing."""
    body: list[ast.stmt] = [
        node for node in ast.parse(source).body if isinstance(node, DEFINITIONS)
    ]
    return ast.unparse(ast.Module(body, []))
