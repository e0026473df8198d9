"""Records judgements: points in nbgrader's gradebook, graded notebooks beside their reasons.

A submission is recorded as a whole or not at all, wherever the process is killed: its points in one
transaction, then its folder by renaming. What was interrupted between the two has points and no new
folder, so that the next run grades it again, to the same effect; a folder that was moved away for
another one, which did not come, is put back.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from glob import escape
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import writes_json
from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    MissingEntry,
    Notebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
    new_uuid,
)
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import AssignLatePenalties
from nbgrader.utils import find_all_files
from sqlalchemy.exc import SQLAlchemyError
from traitlets.config import LoggingConfigurable

from autograder.course import CourseError
from autograder.grading.due import Due, again, mark_again
from autograder.grading.gradebook import enter_points, leave_to_a_person
from autograder.intake.secret import copy_secret
from autograder.intake.timestamps import copy_timestamp, read_timestamp
from autograder.judging.judgement import Judged, Judgement
from autograder.judging.record import UNANSWERED, graded_cells, write_judgement
from autograder.nbgrader_settings import NOBODY, address_of, unusable_gradebook
from autograder.text import plain

Row = tuple[str, str, Any]  # a grade or comment after the names of its notebook and cell


@dataclass(frozen=True)
class Rows:
    """What the gradebook has of one submission."""

    submission: SubmittedAssignment
    grades: list[Row]
    comments: list[Row]


@dataclass(frozen=True)
class Layout:
    """What every submission of an assignment has in the gradebook.

    `notebooks` holds the id and name of each, and of its cells the id, the name, whether they have
    a grade, and whether they have a comment.
    """

    id: str
    has_due_date: bool
    notebooks: list[tuple[str, str, list[tuple[str, str, bool, bool]]]]

    @classmethod
    def of(cls, assignment: Assignment) -> "Layout":
        notebooks = []
        for notebook in assignment.notebooks:
            tasks = [cell.id for cell in notebook.task_cells]
            graded = {*tasks, *(cell.id for cell in notebook.grade_cells)}
            commented = {*tasks, *(cell.id for cell in notebook.solution_cells)}
            cells = [
                (cell.id, cell.name, cell.id in graded, cell.id in commented)
                for cell in notebook._base_cells
            ]
            notebooks.append((notebook.id, notebook.name, cells))
        return cls(assignment.id, assignment.duedate is not None, notebooks)

    def by_hand(self, notebook: str) -> set[str]:
        """The names of a notebook's cells whose points a person gives in any case."""
        return {
            grade_id
            for _, name, cells in self.notebooks
            if name == notebook
            for _, grade_id, _, has_comment in cells
            if has_comment
        }


class Recorder(LoggingConfigurable):
    """Records the judgements of an assignment; a context, which holds the gradebook open.

    `shipped` is the folder of what the course lays beside its notebooks, and `permissions` are
    those of files, as nbgrader writes them: 444.
    """

    def __init__(self, coursedir: CourseDirectory, shipped: Path, permissions: int, **traits: Any):
        super().__init__(**traits)
        self.coursedir = coursedir
        self.assignment = coursedir.assignment_id
        self.shipped = shipped
        self.permissions = int(str(permissions), 8)
        self.penalties = AssignLatePenalties(parent=self)
        self.penalties.init_plugin()

    def __enter__(self) -> "Recorder":
        """Open the gradebook.

        Raises CourseError where it cannot be read, or is that of another build of the course.
        """
        address_of(self.coursedir.db_url)
        try:
            self.gradebook = Gradebook(self.coursedir.db_url, self.coursedir.course_id)
            self.layout = Layout.of(self.gradebook.find_assignment(self.assignment))
            self._expect_the_same_cells()
        except MissingEntry:
            self.gradebook.close()
            raise CourseError(
                f"the gradebook knows no assignment {self.assignment}; run `autograder build`"
            ) from None
        except CourseError:
            self.gradebook.close()
            raise
        except (SQLAlchemyError, ImportError) as error:
            raise unusable_gradebook(self.coursedir.db_url, error) from None
        return self

    def _expect_the_same_cells(self) -> None:
        """Each graded cell of the notebooks is one of the gradebook's, for as many points."""
        known = {
            notebook.name: {cell.name: cell.max_score for cell in notebook.grade_cells}
            for notebook in self.gradebook.find_assignment(self.assignment).notebooks
        }
        for path in sorted(self.shipped.glob("*.ipynb")):
            there = known.get(path.stem, {})
            built = graded_cells(nbformat.read(path, as_version=4))
            for grade_id in {**built, **there}:
                if built.get(grade_id) != there.get(grade_id):
                    raise CourseError(
                        f"{grade_id} of {path.stem} is worth {_worth(built, grade_id)} in "
                        f"{path.parent}, and {_worth(there, grade_id)} in the gradebook; run "
                        f"`autograder build {self.assignment}`"
                    )

    def __exit__(self, *_: object) -> None:
        self.gradebook.close()

    def graded(self, student: str) -> Path:
        """The folder of a student's graded notebooks."""
        return Path(self._path(self.coursedir.autograded_directory, student))

    def students(self) -> set[str]:
        """Those whose submissions the gradebook knows.

        Folders of what is graded may be older than it, where a gradebook was lost.
        """
        rows = self.gradebook.db.query(SubmittedAssignment.student_id).filter(
            SubmittedAssignment.assignment_id == self.layout.id
        )
        return {student for (student,) in rows}

    def _path(self, kind: str, student: str) -> str:
        path: str = self.coursedir.format_path(kind, student, self.assignment)
        return path

    def record(self, due: Due, judgement: Judgement) -> None:
        """Record what became of the notebooks of a submission that were judged.

        Raises OSError or SQLAlchemyError where that is not possible; then nothing has changed.
        """
        target = self.graded(due.student)
        new = target.with_name(f".{target.name}.new")
        try:
            self._lay_out(new, target, due, judgement)
            with self.transaction():
                self._enter(due.student, read_timestamp(due.source), judgement)
            put_in_place(new, target)
        finally:
            if new.exists():
                shutil.rmtree(new)
                with suppress(OSError):  # as long as it holds anything else
                    new.parent.rmdir()

    def finish_renaming(self) -> None:
        """Put back what a run that was killed had moved away, with nothing in its place yet."""
        # The folders may lie outside of the course, and have any names.
        parts = _moved_away(self.graded(NOBODY)).parts
        first = next(number for number, part in enumerate(parts) if NOBODY in part)
        any_student = [escape(part).replace(NOBODY, "*") for part in parts[first:]]
        for old in Path(*parts[:first]).glob(str(Path(*any_student))):
            target = old.with_name(old.name.removeprefix(".").removesuffix(".old"))
            if target.exists():
                shutil.rmtree(old)
            else:
                old.rename(target)

    # The gradebook

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Let what the gradebook commits in the block be one transaction, undone where it fails."""
        session = self.gradebook.db()
        self.gradebook.db.commit = session.flush
        try:
            yield
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            del self.gradebook.db.commit
            session.expunge_all()

    def _enter(self, student: str, timestamp: datetime | None, judgement: Judgement) -> None:
        """Enter points and comments, within a transaction."""
        rows = self._rows(student, timestamp)
        for name, grade_id, grade in rows.grades:
            judged = judgement.notebooks.get(name)
            if judged is None:
                continue
            if judged.notebook is None and judged.status == "missing":
                enter_points(grade, 0)
            elif judged.notebook is None:
                leave_to_a_person(grade)
            elif grade_id in judged.points:
                enter_points(grade, judged.points[grade_id])
        for name, grade_id, comment in rows.comments:
            judged = judgement.notebooks.get(name)
            if judged is not None and judged.notebook is not None:
                comment.auto_comment = UNANSWERED if grade_id in judged.untouched else None
        known = {(name, grade_id) for name, grade_id, _ in rows.grades}
        for name, judged in judgement.notebooks.items():
            unknown = [one for one in judged.points if (name, one) not in known]
            if unknown:
                raise MissingEntry(f"the gradebook has no cell {unknown[0]}; `autograder build`?")
        self._penalise(rows.submission, judgement)

    def _rows(self, student: str, timestamp: datetime | None) -> "Rows":
        """What the gradebook has of a submission, made where there is nothing yet.

        As nbgrader's own `update_or_create_submission`, which asks the database for every cell.
        """
        session = self.gradebook.db()
        if session.get(Student, student) is None:
            session.add(Student(id=student))
        submission = (
            session.query(SubmittedAssignment)
            .filter_by(assignment_id=self.layout.id, student_id=student)
            .one_or_none()
        )
        if submission is None:
            return self._new_rows(student, timestamp)
        if timestamp is not None:
            submission.timestamp = timestamp
        return Rows(submission, *(self._stored(kind, submission) for kind in (Grade, Comment)))

    def _new_rows(self, student: str, timestamp: datetime | None) -> "Rows":
        session = self.gradebook.db()
        session.flush()  # the student comes first
        submission = SubmittedAssignment(
            id=new_uuid(), assignment_id=self.layout.id, student_id=student, timestamp=timestamp
        )
        session.add(submission)
        session.flush()
        rows, notebooks = Rows(submission, [], []), []
        for notebook, name, cells in self.layout.notebooks:
            of = new_uuid()
            notebooks.append(
                SubmittedNotebook(id=of, assignment_id=submission.id, notebook_id=notebook)
            )
            for cell, grade_id, has_grade, has_comment in cells:
                keys = {"id": new_uuid(), "cell_id": cell, "notebook_id": of}
                if has_grade:
                    rows.grades.append((name, grade_id, Grade(**keys)))
                if has_comment:
                    rows.comments.append((name, grade_id, Comment(**keys)))
        session.add_all(notebooks)
        session.flush()
        session.add_all(row for _, _, row in (*rows.grades, *rows.comments))
        return rows

    def _stored(
        self, kind: type[Grade] | type[Comment], submission: SubmittedAssignment
    ) -> list[tuple[str, str, Grade | Comment]]:
        """The grades or comments of a submission, with the names of notebook and cell."""
        return [
            (name, grade_id, row)
            for name, grade_id, row in self.gradebook.db.query(Notebook.name, BaseCell.name, kind)
            .select_from(kind)
            .join(SubmittedNotebook, kind.notebook_id == SubmittedNotebook.id)
            .join(Notebook, SubmittedNotebook.notebook_id == Notebook.id)
            .join(BaseCell, kind.cell_id == BaseCell.id)
            .filter(SubmittedNotebook.assignment_id == submission.id)
        ]

    def points(self, student: str, name: str, grade_id: str) -> tuple[float | None, float | None]:
        """What a cell earned by the judge and by hand. Raises MissingEntry where it is unknown."""
        grade = self.gradebook.find_grade(grade_id, name, self.assignment, student)
        return grade.auto_score, grade.manual_score

    def waits(self, student: str, name: str) -> bool:
        """Whether a test of a notebook has points neither of the judge's nor of a person's.

        Essays wait to be read in any case, and do not count.
        """
        scores = (
            self.gradebook.db.query(BaseCell.name, Grade.auto_score, Grade.manual_score)
            .select_from(Grade)
            .join(SubmittedNotebook, Grade.notebook_id == SubmittedNotebook.id)
            .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .join(Notebook, SubmittedNotebook.notebook_id == Notebook.id)
            .join(BaseCell, Grade.cell_id == BaseCell.id)
            .filter(
                SubmittedAssignment.assignment_id == self.layout.id,
                SubmittedAssignment.student_id == student,
                Notebook.name == name,
            )
            .all()
        )
        by_hand = self.layout.by_hand(name)
        return not scores or any(
            grade_id not in by_hand and auto is None and manual is None
            for grade_id, auto, manual in scores
        )

    def _penalise(self, submission: SubmittedAssignment, judgement: Judgement) -> None:
        """Subtract what the course's plugin of nbgrader's asks for late notebooks."""
        late = submission.total_seconds_late if self.layout.has_due_date else 0
        judged = {name for name, one in judgement.notebooks.items() if one.notebook is not None}
        if late <= 0:
            self.gradebook.db.query(SubmittedNotebook).filter(
                SubmittedNotebook.assignment_id == submission.id,
                SubmittedNotebook.late_submission_penalty.is_not(None),
            ).update({"late_submission_penalty": None}, synchronize_session=False)
            return
        self.log.warning("%s is %s seconds late", submission, late)
        self.gradebook.db.flush()
        self.gradebook.db.refresh(submission)
        for notebook in submission.notebooks:
            if notebook.name not in judgement.notebooks:
                continue
            penalty = None
            if notebook.name in judged:
                self.gradebook.db.refresh(notebook)
                penalty = self.penalties.plugin_inst.late_submission_penalty(
                    submission.student_id, notebook.score, late
                )
            if penalty is not None:
                penalty = self.penalties._check_late_penalty(notebook, penalty)
            notebook.late_submission_penalty = penalty
            self.log.warning("Late submission penalty: %s", penalty)

    # The folder

    def _lay_out(self, new: Path, target: Path, due: Due, judgement: Judgement) -> None:
        """Make the folder that is to take the place of `target`."""
        if new.exists():
            shutil.rmtree(new)  # of a run that was interrupted
        if target.is_dir() and not self._is_whole(judgement):
            shutil.copytree(target, new)
        new.mkdir(parents=True, exist_ok=True)
        mark_again(new, again(new) - judgement.notebooks.keys())
        self._copy_files(due.source, new)
        for name, judged in judgement.notebooks.items():
            path = new / f"{name}.ipynb"
            path.unlink(missing_ok=True)
            if judged.notebook is not None:
                path.write_text(writes_json(judged.notebook) + "\n", encoding="utf-8")
        write_judgement(
            new,
            {
                name: judged.summary | {"submission": due.fingerprint}
                for name, judged in judgement.notebooks.items()
            },
        )
        self.set_permissions(new)

    def _is_whole(self, judgement: Judgement) -> bool:
        """Whether all notebooks of the assignment were judged."""
        names = {path.stem for path in self.shipped.glob("*.ipynb")}
        return names <= judgement.notebooks.keys()

    def _copy_files(self, source: Path, target: Path) -> None:
        """Lay what the course ships, the time stamp and the secret beside the graded notebooks."""
        for name in find_all_files(str(self.shipped), [*self.coursedir.ignore, "*.ipynb"]):
            copy = target / Path(name).relative_to(self.shipped)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.unlink(missing_ok=True)
            shutil.copy(name, copy)
        copy_timestamp(source, target)
        copy_secret(source, target)

    def set_permissions(self, folder: Path) -> None:
        for path in (folder, *folder.rglob("*")):
            if not path.is_dir():
                path.chmod(self.permissions)
            elif self.coursedir.groupshared:
                path.chmod((path.stat().st_mode | 0o2770) & 0o2777)


def _worth(points: dict[str, float], grade_id: str) -> str:
    return f"{points[grade_id]:g} points" if grade_id in points else "nothing"


def put_in_place(new: Path, target: Path) -> None:
    """Let a folder take the place of another one, if that is there."""
    old = _moved_away(target)
    if old.exists():
        shutil.rmtree(old)
    if target.exists():
        target.rename(old)
    new.rename(target)
    if old.exists():
        shutil.rmtree(old)


def _moved_away(target: Path) -> Path:
    """Where a folder lies until another one is in its place."""
    return target.with_name(f".{target.name}.old")


def not_recorded(judgement: Judgement, error: Exception) -> Judgement:
    """What is recorded in the place of a judgement that could not be.

    There is no notebook in which a person could give points, as it may be what cannot be written.
    """
    why = f"it could not be recorded ({cause_of(error)}); mend that, and grade it with --force"
    return Judgement(
        {
            name: Judged("not judged", [why, *judged.notes], judged.file)
            for name, judged in judgement.notebooks.items()
        }
    )


def cause_of(error: Exception) -> str:
    """What went wrong, in one line."""
    cause = getattr(error, "orig", None) or error  # SQLAlchemy's errors quote whole statements
    return plain(str(cause) if isinstance(cause, OSError) else f"{type(cause).__name__}: {cause}")
