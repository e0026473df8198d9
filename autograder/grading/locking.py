"""Lets one grader at a time write to a gradebook."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from nbgrader.api import Gradebook
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

LOCK = ".grading.lock"
NUMBER = 0x6772616465  # of the lock that PostgreSQL keeps
WAITING = "another grader is at work on this gradebook; this one waits until it has ended"


@contextmanager
def only_grader(gradebook: Gradebook, root: Path, say: Callable[[str], None]) -> Iterator[None]:
    """Wait until no other grader uses the gradebook, and say so; then hold it for the block.

    The system lets go of the lock when the process ends, however that comes about.
    """
    if gradebook.engine.dialect.name == "postgresql":
        with _held_by_postgresql(gradebook, say):
            yield
        return
    with (root / LOCK).open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(WAITING)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def _held_by_postgresql(gradebook: Gradebook, say: Callable[[str], None]) -> Iterator[None]:
    """The graders may be on several machines, so the server keeps the lock."""
    with gradebook.engine.connect() as connection:
        connection = connection.execution_options(isolation_level="AUTOCOMMIT")
        number = {"number": NUMBER}
        if not connection.execute(text("SELECT pg_try_advisory_lock(:number)"), number).scalar():
            say(WAITING)
            connection.execute(text("SELECT pg_advisory_lock(:number)"), number)
        try:
            yield
        finally:
            with suppress(SQLAlchemyError):  # a server that was lost has let go of it
                connection.execute(text("SELECT pg_advisory_unlock(:number)"), number)
