"""nbgrader's `autograde`, with the judge in the place where it would run student code itself.

nbgrader still finds what is new, keeps the gradebook, subtracts late penalties and writes the
notebooks; the command and formgrader's button stay the same.
"""

import shutil
from contextlib import suppress
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import Autograde
from nbgrader.converters.base import BaseConverter, NbGraderException
from nbgrader.preprocessors import AssignLatePenalties, CheckCellMetadata
from nbgrader.utils import find_all_files, rmtree
from sqlalchemy.exc import SQLAlchemyError
from traitlets import List

from autograder.course import Course, CourseError
from autograder.grading.gradebook import SaveVerdicts, leave_to_a_person
from autograder.intake.class_folders import find_submissions
from autograder.intake.secret import copy_secret
from autograder.intake.timestamps import copy_timestamp, read_timestamp
from autograder.judging.judge import Judge, Judged
from autograder.judging.record import write_judgement
from autograder.nbgrader_settings import NbgraderSettings
from autograder.text import plain


class JudgedAutograde(Autograde):
    """Autograde, for submissions of any form and without running them in this process."""

    # Not a setting: what else could stand here might run student code.
    preprocessors = List([SaveVerdicts, AssignLatePenalties, CheckCellMetadata])

    def start(self) -> None:
        self.left: list[str] = []  # what was not judged
        try:
            course = Course(Path(self.coursedir.root), NbgraderSettings.of(self.coursedir))
            assignment = course.assignment(self.coursedir.assignment_id)
            with Judge(assignment, parent=self) as self.judge:
                self._expect_order()
                say = self.log.info if self.judge.sandbox else self.log.warning
                say("%s; set by %s", self.judge, self.judge.configuration)
                # nbgrader's own converter is not to start, and refuses.
                BaseConverter.start(self)
            if self.left:
                raise NbGraderException(
                    f"not judged, through no fault of a student's: {', '.join(self.left)}. Their "
                    "points wait for a person, in formgrader; the lines above say why. To grade "
                    "one again: --force --student=NAME"
                )
        except (CourseError, NbGraderException) as error:
            self.log.error("%s", error)
            raise NbGraderException(str(error)) from None

    def _expect_order(self) -> None:
        """Raise where something is wrong that no submission has to do with."""
        if not self.judge.configuration:
            raise CourseError(
                f"{self.judge.course.root / 'nbgrader_config.py'} was not read to its end, so "
                "nothing was graded; mend what is said about it above"
            )
        assignment = self.coursedir.assignment_id
        try:
            with self._gradebook() as gradebook:
                gradebook.find_assignment(assignment)
        except MissingEntry:
            raise CourseError(
                f"the gradebook knows no assignment {assignment}; run `autograder build`"
            ) from None
        except SQLAlchemyError as error:
            raise CourseError(
                f"the gradebook, {self.coursedir.db_url}, cannot be read ({_cause(error)}). Is it "
                "in use elsewhere? If another version of nbgrader made it, copy it and run "
                "`nbgrader db upgrade`"
            ) from None

    def _gradebook(self) -> Gradebook:
        return Gradebook(self.coursedir.db_url, self.coursedir.course_id)

    def convert_notebooks(self) -> None:
        """Judge and record submission after submission; what fails for one is its own."""
        for source, notebooks in sorted(self.assignments.items()):
            self.notebooks = notebooks
            assignment, student = self.coursedir.assignment_id, self.students[source]
            try:
                if self.init_destination(assignment, student):
                    self._convert(assignment, student)
            except CourseError:
                self._undo(assignment, student)
                raise  # nobody's notebooks can be run here
            except Exception as error:
                self._undo(assignment, student)
                self.left.append(student)
                self.log.error("%s: not judged, and not recorded: %s", student, _cause(error))
            except BaseException:
                self._undo(assignment, student)
                raise

    def _convert(self, assignment: str, student: str) -> None:
        self.run_pre_convert_hook()
        self.init_assignment(assignment, student)
        for notebook in self.notebooks:
            self.convert_single_notebook(notebook)
        self.set_permissions(assignment, student)
        self.run_post_convert_hook()

    def _undo(self, assignment: str, student: str) -> None:
        """Take away what a submission half has, so that the next run grades it."""
        target = Path(self._format_dest(assignment, student))
        with suppress(OSError):
            if self.coursedir.notebook_id == "*":
                rmtree(str(target))
            for notebook in self.notebooks:
                (target / Path(notebook).name).unlink(missing_ok=True)

    def init_notebooks(self) -> None:
        """Find the submissions, also those that hold no notebook of any expected name."""
        self.assignments = {}
        wanted = self.coursedir.notebook_id
        names = self.judge.matching(wanted)
        if not names:
            there = ", ".join(self.judge.exercises)
            raise NbGraderException(f"no notebook is called {wanted}; there are {there}")
        course, assignment = self.judge.course, self.coursedir.assignment_id
        submitted, below = course.settings.students(self._input_directory, assignment)
        others = frozenset(one.name for one in course.assignments)
        found = find_submissions(submitted, assignment, self.coursedir.student_id, others, below)
        for line in found.lines:
            self.log.warning("%s", line)
        self.students = {str(source): student for student, source in found.submissions.items()}
        for source in found.submissions.values():
            self.assignments[str(source)] = [str(source / f"{name}.ipynb") for name in names]
        if not self.assignments:
            wanted = Path(submitted, self.coursedir.student_id, below)
            raise NbGraderException(f"no submission matches {wanted}")

    def init_assignment(self, assignment_id: str, student_id: str) -> None:
        """Enter the submission in the gradebook and start to judge it."""
        source = Path(self._format_source(assignment_id, student_id))
        target = Path(self._format_dest(assignment_id, student_id))
        with self._gradebook() as gradebook:
            gradebook.update_or_create_student(student_id)
            timestamp = read_timestamp(source)
            known = {"timestamp": timestamp} if timestamp else {}
            gradebook.update_or_create_submission(assignment_id, student_id, **known)
        self._copy_files(source, target)
        self.judged = self.judge.judge(source, self.coursedir.notebook_id)
        self.statuses: dict[str, dict] = {}

    def _copy_files(self, source: Path, target: Path) -> None:
        """Lay what the course ships, and the time stamp, beside the graded notebooks."""
        target.mkdir(parents=True, exist_ok=True)
        shipped = self.judge.assignment.source
        for name in find_all_files(str(shipped), [*self.coursedir.ignore, "*.ipynb"]):
            copy = target / Path(name).relative_to(shipped)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.unlink(missing_ok=True)
            shutil.copy(name, copy)
        copy_timestamp(source, target)
        copy_secret(source, target)

    def convert_single_notebook(self, notebook_filename: str) -> None:
        """Wait for the judgement of a notebook and record it."""
        name = Path(notebook_filename).stem
        resources = self.init_single_notebook_resources(notebook_filename)
        judged = self.judged[name].result()
        try:
            self._record(judged, resources)
        except Exception as error:
            why = f"it could not be recorded ({_cause(error)}); grade it again, or by hand"
            judged = Judged("not judged", [why, *judged.notes], judged.file)
            self._record(judged, resources)
        self.statuses[name] = judged.summary
        student = resources["nbgrader"]["student"]
        if judged.status == "not judged":
            self.left.append(f"{student}, {name}")
        self.log.info("%s, %s: %s", student, name, judged.status)
        for note in judged.notes:
            self.log.warning("%s, %s: %s", student, name, note)

    def _record(self, judged: Judged, resources: dict) -> None:
        """Have nbgrader's preprocessors enter the points, and write the notebook if any."""
        if judged.notebook is None:
            self._record_without_notebook(judged, resources["nbgrader"])
        else:
            output, resources = self.exporter.from_notebook_node(judged.notebook, resources)
            self.write_single_notebook(output, resources)

    def _record_without_notebook(self, judged: Judged, names: dict[str, str]) -> None:
        """Enter that a notebook is missing, which earns nothing, or that it waits for a person."""
        with self._gradebook() as gradebook:
            notebook = gradebook.find_submission_notebook(
                names["notebook"], names["assignment"], names["student"]
            )
            for grade in notebook.grades:
                if judged.status == "missing":
                    grade.auto_score = 0
                    grade.needs_manual_grade = False
                else:
                    leave_to_a_person(grade)
            gradebook.db.commit()

    def set_permissions(self, assignment_id: str, student_id: str) -> None:
        write_judgement(Path(self._format_dest(assignment_id, student_id)), self.statuses)
        super().set_permissions(assignment_id, student_id)


def _cause(error: Exception) -> str:
    """What went wrong, in one line."""
    cause = getattr(error, "orig", None) or error  # SQLAlchemy's errors quote whole statements
    return plain(str(cause) if isinstance(cause, OSError) else f"{type(cause).__name__}: {cause}")
