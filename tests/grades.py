"""The gradebook's points as tests compare them: a flat list, with the student in each."""

from dataclasses import dataclass

from autograder.course import Assignment
from autograder.reporting.reading_results import read_results


@dataclass(frozen=True)
class CellGrade:
    """The points of one graded cell of a student, and the reasons for those that are lost."""

    student: str
    notebook: str
    grade_id: str
    points: float
    maximum: float
    needs_reading: bool
    reasons: tuple[str, ...]


def read_grades(assignment: Assignment) -> list[CellGrade]:
    """All grades of an assignment by student, notebook and place in the notebook."""
    return [
        CellGrade(
            student.student,
            cell.exercise.notebook,
            cell.exercise.grade_id,
            cell.points,
            cell.exercise.maximum,
            cell.waits,
            cell.reasons,
        )
        for student in read_results(assignment.course, assignment.name).graded
        for cell in student.cells
    ]
