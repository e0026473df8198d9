"""Reads when something was handed in, from the file that nbgrader keeps beside it."""

import os
import stat
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import parse_utc

TIMESTAMP = "timestamp.txt"
MAX_SIZE = 200  # bytes; a file that is longer is not a time stamp


def read_timestamp(folder: str | Path) -> datetime | None:
    """When a submission was handed in, by its timestamp.txt; None where that is of no use."""
    # dateutil raises what its parser happens to raise.
    with suppress(Exception):
        found: datetime | None = parse_utc(_text(Path(folder, TIMESTAMP)).strip())
        return found
    return None


def copy_timestamp(source: Path, target: Path) -> None:
    """Lay the time stamp of one folder into another, where it is one."""
    (target / TIMESTAMP).unlink(missing_ok=True)
    if read_timestamp(source):
        (target / TIMESTAMP).write_text(_text(source / TIMESTAMP))


def _text(path: Path) -> str:
    """What a short regular file holds. Raises OSError or ValueError for any other."""
    # A pipe would block the open, and a link may lead to a file that is not the student's.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
    with os.fdopen(os.open(path, flags), "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode) or status.st_size > MAX_SIZE:
            raise ValueError("no time stamp")
        return file.read(MAX_SIZE).decode()


def keep_nbgrader_from_reading_at_length() -> None:
    """Let nbgrader, which reads time stamps of any size, read them by `read_timestamp`."""
    # Here for its commands, and here for formgrader.
    CourseDirectory.get_existing_timestamp = _existing_timestamp
    NbGraderAPI.get_submitted_timestamp = _submitted_timestamp


def _existing_timestamp(_: CourseDirectory, folder: str) -> datetime | None:
    return read_timestamp(folder)


def _submitted_timestamp(api: NbGraderAPI, assignment_id: str, student_id: str) -> datetime | None:
    submitted = api.coursedir.submitted_directory
    return read_timestamp(api.coursedir.format_path(submitted, student_id, assignment_id))
