"""nbgrader's `autograde`, with the judge in the place where it would run student code itself.

nbgrader still finds what is new, keeps the gradebook, subtracts late penalties and writes the
notebooks; the command and formgrader's button stay the same.
"""

import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import nbgrader.apps.api
import nbgrader.apps.autogradeapp
from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import AssignLatePenalties, CheckCellMetadata, SaveAutoGrades
from nbgrader.utils import find_all_files

from autograder.course import Course, CourseError
from autograder.judge.class_folders import find_submissions
from autograder.judge.judging import Judge
from autograder.judge.record import write_judgement
from autograder.judge.timestamps import copy_timestamp, read_timestamp
from autograder.secret import copy_secret


def install(config: Any) -> None:
    """Let every `autograde` of this process, command or button, be the judge's."""
    config.Autograde.autograde_preprocessors = [
        SaveAutoGrades,
        AssignLatePenalties,
        CheckCellMetadata,
    ]
    # nbgrader names its converter in these two places, and offers no setting for it.
    nbgrader.apps.autogradeapp.Autograde = JudgedAutograde
    nbgrader.apps.api.Autograde = JudgedAutograde
    # nbgrader reads time stamps of any size, here for its commands and here for formgrader.
    CourseDirectory.get_existing_timestamp = _existing_timestamp
    nbgrader.apps.api.NbGraderAPI.get_submitted_timestamp = _submitted_timestamp


class JudgedAutograde(Autograde):
    """Autograde, for submissions of any form and without running them in this process."""

    def start(self) -> None:
        self.stopped_by: CourseError | None = None
        try:
            with Judge(Course(Path(self.coursedir.root)), parent=self) as self.judge:
                super().start()
        except (CourseError, NbGraderException) as error:
            why = self.stopped_by or error
            self.log.error("%s", why)
            raise NbGraderException(str(why)) from None

    def init_destination(self, assignment_id: str, student_id: str) -> bool:
        # nbgrader would go on with the next submission whatever has happened.
        return self.stopped_by is None and super().init_destination(assignment_id, student_id)

    def init_notebooks(self) -> None:
        """Find the submissions, also those that hold no notebook of any expected name."""
        self.assignments = {}
        wanted = self.coursedir.notebook_id
        names = self.judge.matching(wanted)
        if not names:
            there = ", ".join(self.judge.exercises)
            raise NbGraderException(f"no notebook is called {wanted}; there are {there}")
        pattern = Path(self._format_source(self.coursedir.assignment_id, "STUDENT"))
        submitted = pattern.parent.parent
        others = frozenset(path.name for path in self.judge.course.source.parent.iterdir())
        found = find_submissions(
            submitted, self.coursedir.assignment_id, self.coursedir.student_id, others
        )
        for line in found.lines:
            self.log.warning("%s", line)
        for source in found.submissions.values():
            self.assignments[str(source)] = [str(source / f"{name}.ipynb") for name in names]
        if not self.assignments:
            wanted = Path(submitted, self.coursedir.student_id, self.coursedir.assignment_id)
            raise NbGraderException(f"no submission matches {wanted}")

    def init_assignment(self, assignment_id: str, student_id: str) -> None:
        """Enter the submission in the gradebook and start to judge it."""
        source = Path(self._format_source(assignment_id, student_id))
        target = Path(self._format_dest(assignment_id, student_id))
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            try:
                gradebook.find_assignment(assignment_id)
            except MissingEntry:
                raise CourseError(
                    f"the gradebook knows no assignment {assignment_id}; run `autograder build`"
                ) from None
            gradebook.update_or_create_student(student_id)
            timestamp = read_timestamp(source)
            known = {"timestamp": timestamp} if timestamp else {}
            gradebook.update_or_create_submission(assignment_id, student_id, **known)
        self._copy_files(source, target)
        self.judged = self.judge.judge(source, self.coursedir.notebook_id)

    def _copy_files(self, source: Path, target: Path) -> None:
        """Lay what the course ships, and the time stamp, beside the graded notebooks."""
        target.mkdir(parents=True, exist_ok=True)
        shipped = self.judge.course.source
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
        try:
            judged = self.judged[name].result()
        except CourseError as error:
            self.stopped_by = error
            raise
        student = resources["nbgrader"]["student"]
        if judged.notebook is None:
            self._record_missing(resources["nbgrader"])
        else:
            self._write(judged.notebook, resources)
        self.log.info("%s, %s: %s", student, name, judged.status)
        for note in judged.notes:
            self.log.warning("%s, %s: %s", student, name, note)

    def _write(self, notebook: NotebookNode, resources: dict) -> None:
        """Have nbgrader's preprocessors enter the points, and write the notebook."""
        self._sanitizing = False
        try:
            self._init_preprocessors()
            output, resources = self.exporter.from_notebook_node(notebook, resources)
            self.write_single_notebook(output, resources)
        finally:
            self._sanitizing = True

    def _record_missing(self, names: dict[str, str]) -> None:
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            notebook = gradebook.find_submission_notebook(
                names["notebook"], names["assignment"], names["student"]
            )
            for grade in notebook.grades:
                grade.auto_score = 0
                grade.needs_manual_grade = False
            gradebook.db.commit()

    def set_permissions(self, assignment_id: str, student_id: str) -> None:
        statuses = {name: future.result().summary for name, future in self.judged.items()}
        write_judgement(Path(self._format_dest(assignment_id, student_id)), statuses)
        super().set_permissions(assignment_id, student_id)


def _existing_timestamp(_: CourseDirectory, folder: str) -> datetime | None:
    return read_timestamp(folder)


def _submitted_timestamp(
    api: nbgrader.apps.api.NbGraderAPI, assignment_id: str, student_id: str
) -> datetime | None:
    submitted = api.coursedir.submitted_directory
    return read_timestamp(api.coursedir.format_path(submitted, student_id, assignment_id))
