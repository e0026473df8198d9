"""Reads what a class earned: from nbgrader's gradebook, in whatever database it lies."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from nbgrader import api
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from sqlalchemy import Row, select

from autograder.course import Course, CourseError
from autograder.reporting.course_settings import (
    assignments_called,
    course_directory,
    open_gradebook,
)
from autograder.reporting.graded_notebooks import GradedFolder, order_of_cells
from autograder.reporting.results import CellResult, ClassResults, Exercise, StudentResult

Progress = Callable[[int, int], None]  # called with how many submissions are read, and of how many


def read_graded(
    course: Course, names: Sequence[str] = (), progress: Progress | None = None
) -> list[ClassResults]:
    """The results of these assignments, by default of all, as far as they are graded.

    Raises CourseError where none of them is.
    """
    coursedir = course_directory(course)
    found = []
    with open_gradebook(coursedir) as gradebook:
        for name in assignments_called(gradebook, names):
            coursedir.assignment_id = name
            found.append(results_in(gradebook, coursedir, progress))
    graded = [results for results in found if results.graded]
    if not graded:
        commands = (f"`nbgrader autograde {results.assignment}`" for results in found)
        raise CourseError(f"nothing is graded yet; run {' or '.join(commands)}")
    return graded


def read_results(course: Course, assignment: str) -> ClassResults:
    """The results of one assignment. Raises CourseError where nothing is graded."""
    (results,) = read_graded(course, [assignment])
    return results


def results_in(
    gradebook: Gradebook, coursedir: CourseDirectory, progress: Progress | None = None
) -> ClassResults:
    """The results of `coursedir`'s assignment, by a few queries for a whole class."""
    assignment = gradebook.find_assignment(coursedir.assignment_id)
    names = [notebook.name for notebook in assignment.notebooks]
    exercises = _exercises(assignment, order_of_cells(coursedir, names))
    place = {exercise: number for number, exercise in enumerate(exercises.values())}
    students = _roster(gradebook)
    _read_times(gradebook, assignment, students)
    comments = _comments(gradebook, assignment)
    submissions = _grades(gradebook, assignment)
    for number, (student, grades) in enumerate(sorted(submissions.items()), 1):
        folder = GradedFolder(coursedir, student)
        if not folder.was_handed_in:
            continue  # nbgrader keeps a line for who was given more time
        cells = [_cell(exercises[row.cell_id], row, folder, comments[student]) for row in grades]
        students[student].cells = sorted(cells, key=lambda cell: place[cell.exercise])
        students[student].notebooks = folder.notebooks(names, _waiting(exercises, grades))
        if progress:
            progress(number, len(submissions))
    return ClassResults(
        assignment.name, list(exercises.values()), list(students.values()), assignment.duedate
    )


def _exercises(assignment: api.Assignment, order: dict[str, list[str]]) -> dict[str, Exercise]:
    """The graded cells of an assignment by the gradebook's own ids, as they stand in it."""
    found: dict[str, Exercise] = {}
    for notebook in assignment.notebooks:
        answers = {cell.name for cell in notebook.solution_cells}
        place = {name: number for number, name in enumerate(order.get(notebook.name, ()))}
        graded = (*notebook.grade_cells, *notebook.task_cells)
        for cell in sorted(graded, key=lambda one: (place.get(one.name, len(place)), one.name)):
            # Of a cell that is answer and graded cell in one, a person gives the points.
            by_hand = cell.name in answers or isinstance(cell, api.TaskCell)
            found[cell.id] = Exercise(notebook.name, cell.name, cell.max_score, by_hand)
    return found


def _roster(gradebook: Gradebook) -> dict[str, StudentResult]:
    return {
        student.id: StudentResult(
            student.id,
            student.first_name or "",
            student.last_name or "",
            student.email or "",
            student.lms_user_id or "",
        )
        for student in gradebook.db.scalars(select(api.Student).order_by(api.Student.id))
    }


def _read_times(
    gradebook: Gradebook, assignment: api.Assignment, students: dict[str, StudentResult]
) -> None:
    """Enter when each submission came, and what it lost for being late."""
    submission, notebook = api.SubmittedAssignment, api.SubmittedNotebook
    query = (
        select(
            submission.student_id,
            submission.timestamp,
            submission.extension,
            notebook.late_submission_penalty,
        )
        .join(notebook, notebook.assignment_id == submission.id)
        .where(submission.assignment_id == assignment.id)
    )
    for student, timestamp, extension, penalty in gradebook.db.execute(query):
        result = students[student]
        result.handed_in, result.extension = timestamp, extension
        result.penalty += penalty or 0.0
        if timestamp and assignment.duedate:
            due = assignment.duedate + (extension or timedelta(0))
            result.late = max(timedelta(0), timestamp - due)


def _grades(gradebook: Gradebook, assignment: api.Assignment) -> dict[str, list[Row[Any]]]:
    """What stands in the gradebook of each cell, by student."""
    submission, notebook, grade = api.SubmittedAssignment, api.SubmittedNotebook, api.Grade
    query = (
        select(
            submission.student_id,
            grade.cell_id,
            grade.score,
            grade.auto_score,
            grade.manual_score,
            grade.needs_manual_grade,
        )
        .join(notebook, grade.notebook_id == notebook.id)
        .join(submission, notebook.assignment_id == submission.id)
        .where(submission.assignment_id == assignment.id)
    )
    found: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in gradebook.db.execute(query):
        found[row.student_id].append(row)
    return found


def _waiting(exercises: dict[str, Exercise], grades: list[Row[Any]]) -> set[str]:
    """The notebooks of a student with a test for which nobody has given points."""
    return {
        exercises[row.cell_id].notebook
        for row in grades
        if not exercises[row.cell_id].by_hand
        and row.auto_score is None
        and row.manual_score is None
    }


def _comments(
    gradebook: Gradebook, assignment: api.Assignment
) -> dict[str, dict[tuple[str, str], str]]:
    """What people wrote on cells, by student, and by notebook and cell."""
    submission, notebook = api.SubmittedAssignment, api.SubmittedNotebook
    query = (
        select(
            submission.student_id, api.Notebook.name, api.BaseCell.name, api.Comment.manual_comment
        )
        .join(notebook, api.Comment.notebook_id == notebook.id)
        .join(submission, notebook.assignment_id == submission.id)
        .join(api.Notebook, notebook.notebook_id == api.Notebook.id)
        .join(api.BaseCell, api.Comment.cell_id == api.BaseCell.id)
        .where(submission.assignment_id == assignment.id)
        .where(api.Comment.manual_comment.is_not(None))
    )
    found: dict[str, dict[tuple[str, str], str]] = defaultdict(dict)
    for student, name, cell, comment in gradebook.db.execute(query):
        found[student][name, cell] = comment
    return found


def _cell(
    exercise: Exercise, row: Row[Any], folder: GradedFolder, comments: dict[tuple[str, str], str]
) -> CellResult:
    # Comments on code stand at its answer, as its test has none.
    comment = comments.get((exercise.notebook, exercise.grade_id)) or comments.get(
        (exercise.notebook, exercise.name), ""
    )
    waits = bool(row.needs_manual_grade) and folder.waits_for_a_person(exercise.notebook)
    reasons: tuple[str, ...] = ()
    if row.score < exercise.maximum:
        reasons = folder.reasons(exercise, waits, row.manual_score is not None)
    return CellResult(exercise, row.score, waits, reasons, comment)
