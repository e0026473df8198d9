"""Essays in nbgrader's gradebook, whichever database it lies in.

Two graders may write at once. Whoever writes first locks nbgrader's row of the grade, then looks
whether what stands there is still what the grader saw, and only then changes anything; all of it
in one transaction, so that a server that ends half-way has written nothing.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime, timezone
from typing import Any
from uuid import uuid4

from nbgrader import api
from sqlalchemy import Connection, Select, and_, insert, select, update
from sqlalchemy.orm import aliased

from autograder.reporting.essays.comment_bank import CommentBank
from autograder.reporting.essays.essay import Decision, Essay, Question
from autograder.reporting.essays.essay_query import (
    about,
    essay_from,
    essays_of,
    grades,
    remarks,
    submitted_notebooks,
)
from autograder.reporting.essays.tables import create_tables, readings


class Conflict(Exception):
    """Somebody else has changed an essay since the grader saw it."""

    def __init__(self, essay: Essay) -> None:
        super().__init__("somebody else has graded this essay meanwhile")
        self.essay = essay


class Unknown(Exception):
    """There is no such question or essay."""


class EssayBook:
    """Reads and writes the essays of a gradebook."""

    def __init__(self, db_url: str, course_id: str) -> None:
        self._gradebook = api.Gradebook(db_url, course_id)
        self._engine = self._gradebook.engine
        create_tables(self._engine)
        self.bank = CommentBank(self._engine)

    def close(self) -> None:
        self._gradebook.close()

    # Reading

    def questions(self) -> list[Question]:
        """All that is graded by hand, by assignment and notebook."""
        solution = aliased(api.SolutionCell.__table__)
        solution_base = aliased(api.BaseCell.__table__)
        base = api.BaseCell.__table__
        notebook, assignment = api.Notebook.__table__, api.Assignment.__table__
        query = (
            _graded_cells()
            .join(
                solution_base,
                and_(
                    solution_base.c.notebook_id == notebook.c.id,
                    solution_base.c.name == base.c.name,
                ),
            )
            .join(solution, solution.c.id == solution_base.c.id)
            .order_by(assignment.c.name, notebook.c.name, base.c.name)
        )
        with self._engine.begin() as connection:
            return [Question(*row) for row in connection.execute(query)]

    def question(self, assignment: str, notebook: str, cell: str) -> Question:
        """The question of these names. Raises Unknown."""
        for question in self.questions():
            if (question.assignment, question.notebook, question.cell) == (
                assignment,
                notebook,
                cell,
            ):
                return question
        raise Unknown(f"the gradebook has no essay {cell} in {notebook} of {assignment}")

    def essays(self, question: Question) -> list[Essay]:
        """The essays of all submissions, in an order that says nothing of who wrote them."""
        with self._engine.begin() as connection:
            return [essay_from(row) for row in connection.execute(essays_of(question))]

    def essay(self, question: Question, essay_id: str) -> Essay:
        """One essay. Raises Unknown."""
        with self._engine.begin() as connection:
            return _one(connection, question, essay_id)

    def question_of(self, essay_id: str) -> Question:
        """The question that an essay answers. Raises Unknown."""
        query = (
            _graded_cells()
            .join(grades, grades.c.cell_id == api.BaseCell.__table__.c.id)
            .where(grades.c.id == essay_id)
        )
        with self._engine.begin() as connection:
            row = connection.execute(query).first()
        if row is None:
            raise Unknown("the gradebook has no such essay; it may have been removed meanwhile")
        return Question(*row)

    # Writing

    def save(
        self,
        question: Question,
        seen: dict[str, str],
        decision: Decision,
        grader: str,
    ) -> list[str]:
        """Give the same to essays, by id with what the grader saw of each; the ids of those given.

        The first of `seen` is the one that was read: raises Conflict where somebody has changed it,
        unless to the very same. Others that were changed are left as they are.
        """
        first = next(iter(seen))
        given: list[str] = []
        with self._engine.begin() as connection:
            # In one order, so that two graders never wait for each other.
            for essay_id in sorted(seen):
                _lock(connection, essay_id)
            for essay_id, token in seen.items():
                essay = _one(connection, question, essay_id)
                if _is_as(essay, decision, grader):
                    given.append(essay_id)
                elif essay.seen == token:
                    _write(connection, question, essay, decision, grader)
                    given.append(essay_id)
                elif essay_id == first:
                    raise Conflict(essay)
        return given

    def flag(self, question: Question, essay_id: str, flagged: bool) -> Essay:
        """Flag an essay, or no longer; formgrader's flag, one a notebook, follows."""
        with self._engine.begin() as connection:
            _lock(connection, essay_id)
            essay = _one(connection, question, essay_id)
            _note(connection, question, essay.student, flagged=flagged)
            others = select(readings.c.cell).where(
                readings.c.assignment == question.assignment,
                readings.c.notebook == question.notebook,
                readings.c.student == essay.student,
                readings.c.flagged,
            )
            connection.execute(
                update(submitted_notebooks)
                .where(submitted_notebooks.c.id == essay.notebook_id)
                .values(flagged=connection.execute(others).first() is not None)
            )
            return _one(connection, question, essay_id)

    def share_out(self, question: Question, graders: list[str]) -> None:
        """Deal what waits to be read out to graders in equal parts; without graders to nobody."""
        waiting = [essay for essay in self.essays(question) if essay.waits_for_reading]
        with self._engine.begin() as connection:
            for essay in waiting:
                _lock(connection, essay.id)
            for number, essay in enumerate(waiting):
                share = graders[number % len(graders)] if graders else None
                _note(connection, question, essay.student, share=share)

    def confirm(self, question: Question, essay_ids: Iterable[str]) -> None:
        """Let points stand that nbgrader asks about because it graded the notebook anew."""
        with self._engine.begin() as connection:
            for essay_id in sorted(essay_ids):
                _lock(connection, essay_id)
                if _one(connection, question, essay_id).status == "again":
                    connection.execute(
                        update(grades)
                        .where(grades.c.id == essay_id)
                        .values(needs_manual_grade=False)
                    )


def _graded_cells() -> Select[Any]:
    """The names and points of graded cells, as a :class:`Question` takes them."""
    base, graded = api.BaseCell.__table__, api.GradeCell.__table__
    notebook, assignment = api.Notebook.__table__, api.Assignment.__table__
    return (
        select(assignment.c.name, notebook.c.name, base.c.name, graded.c.max_score)
        .join(notebook, notebook.c.assignment_id == assignment.c.id)
        .join(base, base.c.notebook_id == notebook.c.id)
        .join(graded, graded.c.id == base.c.id)
    )


def _one(connection: Connection, question: Question, essay_id: str) -> Essay:
    row = connection.execute(essays_of(question).where(grades.c.id == essay_id)).first()
    if row is None:
        raise Unknown("the gradebook has no such essay; it may have been removed meanwhile")
    return essay_from(row)


def _lock(connection: Connection, essay_id: str) -> None:
    """Let others wait who write of this essay: PostgreSQL locks the row, SQLite the database."""
    connection.execute(
        update(grades)
        .where(grades.c.id == essay_id)
        .values(needs_manual_grade=grades.c.needs_manual_grade)
    )


def _is_as(essay: Essay, decision: Decision, grader: str) -> bool:
    """Whether this was given already, as when an answer of the server's got lost."""
    return (
        not essay.waits
        and essay.grader == grader
        and essay.points == decision.points
        and essay.items == decision.items
        and essay.comment == decision.comment
    )


def _write(
    connection: Connection, question: Question, essay: Essay, decision: Decision, grader: str
) -> None:
    connection.execute(
        update(grades)
        .where(grades.c.id == essay.id)
        .values(manual_score=decision.points, needs_manual_grade=False)
    )
    _write_comment(connection, essay, decision.comment)
    _note(
        connection,
        question,
        essay.student,
        version=essay.version + 1,
        grader=grader,
        read_at=datetime.now(timezone.utc).replace(tzinfo=None),
        items=json.dumps(decision.items, sort_keys=True),
        points=decision.points,
        text_digest=decision.text_digest,
    )


def _write_comment(connection: Connection, essay: Essay, text: str) -> None:
    if text == essay.comment:
        return
    base = aliased(api.BaseCell.__table__)
    graded = api.BaseCell.__table__
    cell = (
        select(base.c.id)
        .join(
            graded, and_(graded.c.name == base.c.name, graded.c.notebook_id == base.c.notebook_id)
        )
        .join(grades, grades.c.cell_id == graded.c.id)
        .where(grades.c.id == essay.id, base.c.type == "SolutionCell")
    )
    cell_id = connection.execute(cell).scalar_one()
    here = and_(remarks.c.cell_id == cell_id, remarks.c.notebook_id == essay.notebook_id)
    changed = connection.execute(update(remarks).where(here).values(manual_comment=text or None))
    if changed.rowcount == 0:
        connection.execute(
            insert(remarks).values(
                id=uuid4().hex,
                cell_id=cell_id,
                notebook_id=essay.notebook_id,
                manual_comment=text or None,
            )
        )


def _note(connection: Connection, question: Question, student: str, **values: Any) -> None:
    """Enter something of an essay in our own table, while its grade is locked."""
    names = asdict(question) | {"student": student}
    del names["maximum"]
    here = and_(*about(readings, question), readings.c.student == student)
    if connection.execute(update(readings).where(here).values(**values)).rowcount == 0:
        connection.execute(insert(readings).values(**(names | values)))
