"""Points for Moodle: its grading worksheet filled in, and a file for its gradebook.

The rules are those of `mod/assign/feedback/offline` and `grade/import/csv` in moodle/moodle. The
worksheet's headers are in the language of the site, so that columns are found by what is in them.
"""

import csv
import io
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

from nbgrader.api import Gradebook
from traitlets import Enum, Unicode

from autograder.course import CourseError
from autograder.intake.collected import read_collected
from autograder.reporting.exporters.base import ResultsExport, cell, number, write_csv
from autograder.reporting.exporters.comments import comment
from autograder.reporting.results import ClassResults, StudentResult
from autograder.text import plain

PARTICIPANT = re.compile(r"\D+(\d+)")  # "Participant 12", in any language
NOTHING = {"", "-"}
DELIMITERS = ",;\t"
YEAR = re.compile(r"\b\d{4}\b")


class MoodleWorksheet(ResultsExport):
    """Moodle's grading worksheet, with grades, dates and feedback comments filled in."""

    worksheet = Unicode("", help="the file that Moodle's 'Download grading worksheet' gave").tag(
        config=True
    )
    grade_column = Unicode("", help="header of the grades, where they are not found").tag(
        config=True
    )
    date_column = Unicode("", help="header of 'Last modified (grade)', likewise").tag(config=True)
    feedback_column = Unicode("", help="header of 'Feedback comments', likewise").tag(config=True)

    def write(self, gradebook: Gradebook) -> None:
        results = self.one_results(gradebook)
        path = Path(self.worksheet)
        if not self.worksheet or not path.is_file():
            raise CourseError(
                f"there is no worksheet {plain(self.worksheet)}; download it in Moodle (the "
                "assignment, 'Download grading worksheet') and name it, as "
                "--MoodleWorksheet.worksheet=FILE"
            )
        sheet = read_worksheet(path)
        columns = self._columns(sheet, results)
        found = match(sheet, results, self._numbers(results))
        # As Moodle skips what was graded there after this time, the download is the right one.
        downloaded = datetime.fromtimestamp(path.stat().st_mtime, timezone.utc)
        for row, student in found:
            row[columns.grade] = number(student.points)
            row[columns.date] = f"{downloaded:%Y-%m-%d %H:%M:%S} UTC"
            if columns.feedback is not None:
                row[columns.feedback] = comment(results, student)
        target = Path(self.to or path.with_name(f"{path.stem}-filled.csv"))
        sheet.write(target)
        known = {student.student for _, student in found}
        self.leave_out(
            (one for one in results.graded if one.student not in known),
            "the worksheet has no line that is theirs by number, e-mail address or name",
        )
        self.log.info("%d of %d lines filled in: %s", len(found), len(sheet.rows), target)

    def _numbers(self, results: ClassResults) -> dict[str, str]:
        """Participants' numbers of those whose submissions `autograder collect` has brought."""
        root = Path(self.coursedir(results.assignment).root)
        collected = read_collected(root, results.assignment)
        return {one.number: student for student, one in collected.items() if one.system == "moodle"}

    def _columns(self, sheet: "Worksheet", results: ClassResults) -> "Columns":
        columns = sheet.columns(self.grade_column, self.date_column, self.feedback_column)
        for row in sheet.rows:
            maximum = row[columns.maximum] if columns.maximum is not None else ""
            if maximum and _value(maximum) != results.maximum:
                raise CourseError(
                    f"in Moodle the assignment is worth {plain(maximum)} points, here "
                    f"{number(results.maximum)}; set it there, and download the worksheet again"
                )
        return columns


class MoodleGradebook(ResultsExport):
    """A CSV file for Moodle's gradebook (Grades, Import, CSV file)."""

    identify_by = Enum(
        ("username", "email"), "username", help="how Moodle finds a student: nbgrader's id, or"
    ).tag(config=True)

    def write(self, gradebook: Gradebook) -> None:
        results = self.one_results(gradebook)
        by_email = self.identify_by == "email"
        # One user whom Moodle does not know, and it imports nothing; an empty grade erases one.
        known = [one for one in results.graded if one.email or not by_email]
        self.leave_out(
            (one for one in results.graded if one not in known), "they have no e-mail address"
        )
        header = ["Email address" if by_email else "Username", results.assignment, "Feedback"]
        rows = [
            [
                cell(one.email if by_email else one.student),
                number(one.points),
                comment(results, one),
            ]
            for one in known
        ]
        target = Path(self.to or f"{results.assignment}-moodle.csv")
        write_csv(target, [header, *rows])
        self.log.info("exported to %s", target)


@dataclass
class Columns:
    """Where a worksheet has what is written, and the maximum, where it states one."""

    grade: int
    date: int
    feedback: int | None
    maximum: int | None


@dataclass
class Worksheet:
    """A worksheet as it was downloaded: what is not written stays as it is."""

    header: list[str]
    rows: list[list[str]]
    delimiter: str
    has_mark: bool  # the byte order mark, by which spreadsheets know UTF-8

    def write(self, target: Path) -> None:
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=self.delimiter).writerows([self.header, *self.rows])
        encoding = "utf-8-sig" if self.has_mark else "utf-8"
        target.write_bytes(text.getvalue().encode(encoding))

    def columns(self, grade: str = "", date: str = "", feedback: str = "") -> Columns:
        """Where grades, their dates and comments stand: by header, else by what is in them.

        Raises CourseError where one is not to be found.
        """
        maximum = self._maximum()
        at_grade = self._named(grade) if grade else (maximum - 1 if maximum else None)
        at_date = self._named(date) if date else self._last_dates(at_grade or 0)
        if at_grade is None or at_date is None:
            which = "date_column" if at_grade is not None else "grade_column"
            raise CourseError(
                "the worksheet's columns are not plain; say which is which, as "
                f"--MoodleWorksheet.{which}=HEADER. It has {', '.join(map(plain, self.header))}"
            )
        at_feedback = at_date + 1 if at_date + 1 < len(self.header) else None
        if feedback:
            at_feedback = self._named(feedback)
        return Columns(at_grade, at_date, at_feedback, maximum)

    def _named(self, header: str) -> int:
        if header not in self.header:
            raise CourseError(
                f"the worksheet has no column {plain(header)}, but "
                f"{', '.join(map(plain, self.header))}"
            )
        return self.header.index(header)

    def _maximum(self) -> int | None:
        """The column of the maximum, one number in all lines; the grade stands before it."""
        for index in range(2, len(self.header)):
            values = {_value(row[index]) for row in self.rows}
            before = {_value(row[index - 1]) for row in self.rows if row[index - 1] not in NOTHING}
            if len(values) == 1 and None not in values and None not in before:
                return index
        return None

    def _last_dates(self, after: int) -> int | None:
        """The last column, of those after the grade, that holds dates or nothing but "-"."""
        found = None
        for index in range(after + 1, len(self.header)):
            cells = {row[index].strip() for row in self.rows}
            if cells and all(one == "-" or (YEAR.search(one) and len(one) < 60) for one in cells):
                found = index
        return found


def read_worksheet(path: Path) -> Worksheet:
    """A worksheet in UTF-8. Raises CourseError for what is none."""
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CourseError(f"{path} is not in UTF-8; download it from Moodle again") from None
    first, _, _ = text.partition("\n")
    delimiter = max(DELIMITERS, key=first.count)
    header, *rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)) or [[]]
    rows = [row for row in rows if any(row)]
    is_sheet = rows and all(
        len(row) == len(header) and PARTICIPANT.fullmatch(row[0]) for row in rows
    )
    if not is_sheet:
        raise CourseError(
            f"{path} is not a grading worksheet: expected lines that begin with 'Participant' and "
            "a number, and as many cells in each as in the header"
        )
    return Worksheet(header, rows, delimiter, raw.startswith(b"\xef\xbb\xbf"))


def match(
    sheet: Worksheet, results: ClassResults, numbers: dict[str, str]
) -> list[tuple[list[str], StudentResult]]:
    """Lines with the student each belongs to: by number, else e-mail address, else full name."""
    by_id = {student.student: student for student in results.graded}
    by_key = _unambiguous([(key, student) for student in results.graded for key in _keys(student)])
    found = []
    for row in sheet.rows:
        number_of = PARTICIPANT.fullmatch(row[0])
        student = by_id.get(numbers.get(number_of[1] if number_of else "", ""))
        cells = (by_key.get(_key(text)) for text in row[1:4])
        student = student or next(filter(None, cells), None)
        if student:
            found.append((row, student))
    return found


def _keys(student: StudentResult) -> set[str]:
    return {_key(text) for text in (student.email, student.full_name, student.student) if text}


def _key(text: str) -> str:
    return unicodedata.normalize("NFC", text.strip()).casefold()


def _unambiguous(pairs: list[tuple[str, StudentResult]]) -> dict[str, StudentResult]:
    """By key, without keys that two students share."""
    counts = Counter(key for key, _ in pairs)
    return {key: student for key, student in pairs if counts[key] == 1}


def _value(text: str) -> float | None:
    """A number as any language writes it; None for what is none."""
    try:
        return float(text.strip().replace(",", "."))
    except ValueError:
        return None
