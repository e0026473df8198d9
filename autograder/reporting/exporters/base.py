"""What all exporters share: the results of the wanted students, and files others can read."""

import csv
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.plugins import ExportPlugin
from sqlalchemy.exc import SQLAlchemyError

from autograder.course import CourseError
from autograder.nbgrader_settings import NbgraderSettings, unusable_gradebook
from autograder.reporting.course_settings import assignments_called, open_gradebook
from autograder.reporting.reading_results import results_in
from autograder.reporting.results import ClassResults, StudentResult
from autograder.text import plain

# What a spreadsheet takes for the beginning of a formula; East Asian ones also in full width.
FORMULA = tuple("=+-@\uff1d\uff0b\uff0d\uff20")
LONGEST_CELL = 2000  # characters


class ResultsExport(ExportPlugin):
    """An exporter of :class:`ClassResults`; says whose points are not final."""

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)
        # nbgrader opens it after this, and shows a traceback where that is not possible.
        with self._one_message(), open_gradebook(self.coursedir("")):
            pass

    def export(self, gradebook: Gradebook) -> None:
        """Write the export, or end with one message where that is not possible."""
        with self._one_message():
            self.write(gradebook)

    @contextmanager
    def _one_message(self) -> Iterator[None]:
        """End with one message where the block cannot do what it is to do."""
        try:
            yield
        except CourseError as error:
            self.log.error("%s", error)
            sys.exit(1)
        except SQLAlchemyError as error:
            self.log.error("%s", unusable_gradebook(self.parent.coursedir.db_url, error))
            sys.exit(1)

    def write(self, gradebook: Gradebook) -> None:
        """Write the export. Raises CourseError with what is to be done first."""
        raise NotImplementedError

    def coursedir(self, assignment: str) -> CourseDirectory:
        """The folders of an assignment, as the command that exports has them."""
        settings = NbgraderSettings.of(self.parent.coursedir)
        return CourseDirectory(assignment_id=assignment, **asdict(settings))

    def each_results(self, gradebook: Gradebook) -> Iterator[ClassResults]:
        """The results of each wanted assignment, with the wanted students."""
        for name in assignments_called(gradebook, [str(name) for name in self.assignment]):
            results = results_in(gradebook, self.coursedir(name))
            wanted = {str(student) for student in self.student}
            if wanted:
                results.students = [one for one in results.students if one.student in wanted]
            self._warn_of_waiting(results)
            yield results

    def one_results(self, gradebook: Gradebook) -> ClassResults:
        """The results of the only wanted assignment. Raises CourseError where it is not told."""
        names = assignments_called(gradebook, [str(name) for name in self.assignment])
        if len(names) > 1:
            raise CourseError(
                f"this export holds one assignment of {', '.join(names)}; name one, as "
                "--assignment='[\"NAME\"]'"
            )
        return next(self.each_results(gradebook))

    def _warn_of_waiting(self, results: ClassResults) -> None:
        counts = {
            one.student: sum(cell.waits for cell in one.cells)
            for one in results.students
            if one.waiting
        }
        if counts:
            self.log.warning(
                "cells that no person has graded yet count 0 in what was exported: %s; "
                "see `autograder report`",
                ", ".join(f"{plain(student)} ({count})" for student, count in counts.items()),
            )

    def leave_out(self, students: Iterable[StudentResult], why: str) -> None:
        """Say that students are not in the export."""
        names = ", ".join(plain(one.student) for one in students)
        if names:
            self.log.warning("left out, because %s: %s", why, names)


def cell(text: str) -> str:
    """A text as one line that no spreadsheet takes for a formula."""
    line = plain(text, LONGEST_CELL)
    return f"'{line}" if line.lstrip().startswith(FORMULA) else line


def number(value: float) -> str:
    """Points with at most two decimals."""
    return f"{round(value, 2):.10g}"


def write_csv(path: Path, rows: Iterable[Iterable[str]]) -> None:
    """Rows in UTF-8, quoted where need be, with the line ends of RFC 4180."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
