"""More time for single students, from one CSV file, into nbgrader's gradebook."""

import csv
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from nbgrader import api
from nbgrader.api import Gradebook
from nbgrader.utils import parse_utc
from rich.console import Console

from autograder.course import Course, CourseError
from autograder.reporting.course_settings import (
    assignments_called,
    course_directory,
    open_gradebook,
)
from autograder.text import plain

COLUMNS = ["student", "hours or date", "why"]
EXAMPLE = "such as 48 (hours), or 2026-03-05 18:00 Europe/Berlin"
HAS_ZONE = re.compile(r"(?:[+-]\d\d:?\d\d|Z|\s[A-Za-z][\w/+-]*)$")


@dataclass(frozen=True)
class Extension:
    """More time for a student: an end, in UTC without a zone as nbgrader keeps times, or hours."""

    student: str
    until: datetime | timedelta
    why: str

    def after(self, due: datetime) -> timedelta:
        """How much time that is beyond the time that it was due."""
        return self.until if isinstance(self.until, timedelta) else self.until - due


def extend(course: Course, file: Path, assignment: str | None, console: Console) -> None:
    """Enter the extensions of a file, all or none of them, and say what holds then.

    Raises CourseError with every line that cannot be entered.
    """
    coursedir = course_directory(course)
    with open_gradebook(coursedir) as gradebook:
        names = assignments_called(gradebook, [assignment] if assignment else [])
        if len(names) > 1:
            raise CourseError(
                f"more time for which assignment? Add --assignment with one of {', '.join(names)}"
            )
        extensions = read_extensions(file)
        due = gradebook.find_assignment(names[0]).duedate
        _check(gradebook, names[0], due, extensions, file)
        for each in extensions:
            # A submission that is still to come keeps its extension.
            gradebook.update_or_create_submission(names[0], each.student, extension=each.after(due))
    for each in extensions:
        console.print(
            f"{plain(each.student)}: until {due + each.after(due):%Y-%m-%d %H:%M} UTC",
            markup=False,
            highlight=False,
        )
    console.print(
        f"who is graded already: nbgrader autograde {names[0]} --student=NAME --force", markup=False
    )


def read_extensions(file: Path) -> list[Extension]:
    """The extensions of a CSV file. Raises CourseError with every line that says none."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            rows = list(csv.reader(opened))
    except (OSError, UnicodeDecodeError) as error:
        raise CourseError(f"{file} cannot be read ({plain(str(error))})") from None
    if not rows or [cell.strip() for cell in rows[0]] != COLUMNS:
        raise CourseError(f"{file}: the first line is to be {', '.join(COLUMNS)}")
    found, wrong = [], []
    for number, row in enumerate(rows[1:], 2):
        if not any(row):
            continue
        until = _until(row[1].strip()) if len(row) == len(COLUMNS) else None
        if until is None:
            wrong.append(f"line {number}: {plain(', '.join(row))}")
        else:
            found.append(Extension(row[0].strip(), until, row[2].strip()))
    if wrong:
        raise CourseError(
            f"{file}: expected are a student, hours or a date with its zone, {EXAMPLE}, and why; "
            f"found {'; '.join(wrong)}"
        )
    return found


def _until(text: str) -> datetime | timedelta | None:
    try:
        hours = float(text)
        return timedelta(hours=hours) if 0 <= hours < 24 * 1000 else None
    except ValueError:
        pass
    try:
        return parse_utc(text) if HAS_ZONE.search(text) else None
    except Exception:  # dateutil raises what its parser happens to raise
        return None


def _check(
    gradebook: Gradebook,
    assignment: str,
    due: datetime | None,
    extensions: list[Extension],
    file: Path,
) -> None:
    """Raise CourseError where an extension cannot be entered."""
    if due is None:
        raise CourseError(
            f"the gradebook does not say when {assignment} is due; enter it, as `nbgrader db "
            f"assignment add {assignment} --duedate='2026-03-02 12:00 Europe/Berlin'`"
        )
    known = {student for (student,) in gradebook.db.query(api.Student.id)}
    wrong = [
        f"{plain(each.student)} is not a student"
        for each in extensions
        if each.student not in known
    ]
    wrong += [
        f"{plain(each.student)}'s date is before the assignment is due"
        for each in extensions
        if each.after(due) < timedelta(0)
    ]
    if wrong:
        raise CourseError(
            f"{file}: {'; '.join(wrong)}. Nothing was entered. The due date is "
            f"{due:%Y-%m-%d %H:%M} UTC, and `nbgrader db student list` names the students"
        )
