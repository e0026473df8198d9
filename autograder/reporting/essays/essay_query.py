"""The query for the essays of a question, over nbgrader's tables and our own."""

import json
from typing import Any

from nbgrader import api
from sqlalchemy import Row, Select, and_, exists, select
from sqlalchemy.orm import aliased

from autograder.reporting.essays.essay import Essay, Question
from autograder.reporting.essays.tables import readings

grades = api.Grade.__table__
submitted_notebooks = api.SubmittedNotebook.__table__
remarks = api.Comment.__table__


def about(table: Any, question: Question) -> tuple[Any, ...]:
    return (
        table.c.assignment == question.assignment,
        table.c.notebook == question.notebook,
        table.c.cell == question.cell,
    )


def essays_of(question: Question) -> Select[Any]:
    """The query for the essays of a question, by the random keys that nbgrader gave them."""
    base, notebook, assignment = (
        api.BaseCell.__table__,
        api.Notebook.__table__,
        api.Assignment.__table__,
    )
    submission, student = api.SubmittedAssignment.__table__, api.Student.__table__
    solution, any_reading = aliased(base), aliased(readings)
    flagged_here = exists().where(
        any_reading.c.assignment == question.assignment,
        any_reading.c.notebook == question.notebook,
        any_reading.c.student == student.c.id,
        any_reading.c.flagged,
    )
    return (
        select(
            grades.c.id,
            grades.c.manual_score,
            grades.c.extra_credit,
            grades.c.needs_manual_grade,
            submitted_notebooks.c.id.label("notebook_id"),
            and_(submitted_notebooks.c.flagged, ~flagged_here).label("notebook_flagged"),
            student.c.id.label("student_id"),
            student.c.first_name,
            student.c.last_name,
            remarks.c.manual_comment,
            *(column for column in readings.c if not column.primary_key),
        )
        .join(base, base.c.id == grades.c.cell_id)
        .join(notebook, notebook.c.id == base.c.notebook_id)
        .join(assignment, assignment.c.id == notebook.c.assignment_id)
        .join(submitted_notebooks, submitted_notebooks.c.id == grades.c.notebook_id)
        .join(submission, submission.c.id == submitted_notebooks.c.assignment_id)
        .join(student, student.c.id == submission.c.student_id)
        .outerjoin(
            solution,
            and_(
                solution.c.notebook_id == notebook.c.id,
                solution.c.name == base.c.name,
                solution.c.type == "SolutionCell",
            ),
        )
        .outerjoin(
            remarks,
            and_(
                remarks.c.cell_id == solution.c.id,
                remarks.c.notebook_id == submitted_notebooks.c.id,
            ),
        )
        .outerjoin(readings, and_(*about(readings, question), readings.c.student == student.c.id))
        .where(
            assignment.c.name == question.assignment,
            notebook.c.name == question.notebook,
            base.c.name == question.cell,
            base.c.type == "GradeCell",
        )
        .order_by(grades.c.id)
    )


def essay_from(row: Row[Any]) -> Essay:
    return Essay(
        id=row.id,
        notebook_id=row.notebook_id,
        student=row.student_id,
        name=" ".join(filter(None, (row.first_name, row.last_name))),
        points=row.manual_score,
        extra_credit=row.extra_credit or 0.0,
        waits=row.needs_manual_grade,
        comment=row.manual_comment or "",
        notebook_flagged=bool(row.notebook_flagged),
        version=row.version or 0,
        grader=row.grader or "",
        read_at=row.read_at,
        items=json.loads(row.items or "{}"),
        points_read=row.points,
        text_digest=row.text_digest or "",
        flagged=bool(row.flagged),
        share=row.share or "",
    )
