"""All points as a table: nbgrader's columns, and what they do not say."""

from datetime import datetime
from pathlib import Path

from nbgrader.api import Gradebook

from autograder.reporting.exporters.base import ResultsExport, cell, number, write_csv
from autograder.reporting.results import ClassResults, StudentResult

COLUMNS = (
    # As nbgrader's own exporter has them; times say that they are in UTC.
    *("assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email"),
    *("raw_score", "late_submission_penalty", "score", "max_score"),
    *("status", "machine_points", "essay_points", "points_to_read", "hours_late", "notes"),
)


class CsvExport(ResultsExport):
    """A CSV file with a line for each student and assignment."""

    def write(self, gradebook: Gradebook) -> None:
        target = Path(self.to or "grades.csv")
        rows = [
            _row(results, student)
            for results in self.each_results(gradebook)
            for student in results.students
        ]
        write_csv(target, [COLUMNS, *rows])
        self.log.info("exported to %s", target)


def _time(moment: datetime | None) -> str:
    """A time of nbgrader's, which are in UTC, with its zone."""
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC" if moment else ""


def _row(results: ClassResults, student: StudentResult) -> list[str]:
    return [
        results.assignment,
        _time(results.due),
        _time(student.handed_in),
        cell(student.student),
        cell(student.last_name),
        cell(student.first_name),
        cell(student.email),
        number(student.points_of()),
        number(student.penalty),
        number(student.points),
        number(results.maximum),
        student.status,
        number(student.points_of(by_hand=False)),
        number(student.points_of(by_hand=True)),
        number(student.waiting),
        number(student.late.total_seconds() / 3600),
        cell("; ".join(student.notes)),
    ]
