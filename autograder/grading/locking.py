"""Lets one grader at a time write to a gradebook, and nobody change what it reads meanwhile."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

from nbgrader.api import Gradebook
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from autograder.course import Course, CourseError
from autograder.nbgrader_settings import address_of, unusable_gradebook

LOCK = ".grading.lock"
NUMBER = 0x6772616465  # of the lock that PostgreSQL keeps
WAITING = "another grader is at work on this gradebook; this command waits until it has ended"

Say = Callable[[str], None]


@contextmanager
def only_grader(gradebook: Gradebook, root: Path, say: Say) -> Iterator[Callable[[], None]]:
    """Wait until no other grader uses the gradebook, and say so; then hold it for the block.

    The system lets go of the lock when the process ends, however that comes about. A server does
    so also where it loses the connection: what the block gets raises SQLAlchemyError then.
    """
    if _is_on_a_server(gradebook.engine.url.get_backend_name()):
        with _held_by_postgresql(gradebook.engine, say) as expect_lock:
            yield expect_lock
    else:
        with _held_by_a_file(root, say):
            yield lambda: None


@contextmanager
def no_grader(course: Course, say: Say) -> Iterator[None]:
    """As `only_grader`, for who changes what graders read; there may be no gradebook yet.

    Raises CourseError where a server cannot be asked who is grading.
    """
    url = course.settings.db_url
    is_on_a_server = _is_on_a_server(address_of(url).get_backend_name())
    try:
        engine = create_engine(url) if is_on_a_server else None
    except (SQLAlchemyError, ImportError) as error:
        raise unusable_gradebook(url, error) from None
    if engine is None:
        with _held_by_a_file(course.root, say):
            yield
        return
    try:
        with _held_by_postgresql(engine, say):
            yield
    except SQLAlchemyError as error:
        raise unusable_gradebook(url, error) from None
    finally:
        engine.dispose()


def _is_on_a_server(database: str) -> bool:
    return database == "postgresql"


@contextmanager
def _held_by_a_file(root: Path, say: Say) -> Iterator[None]:
    if find_spec("fcntl") is None:  # on Windows, where a course can be built and not graded
        yield
        return
    import fcntl

    with ExitStack() as stack:
        try:
            file = stack.enter_context((root / LOCK).open("a"))
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say(WAITING)
                fcntl.flock(file, fcntl.LOCK_EX)
        except OSError as error:
            raise CourseError(
                f"{LOCK}, by which graders wait for each other, cannot be locked "
                f"({error.strerror}); it is to be a file that you may write, on a disk with locks"
            ) from None
        yield


@contextmanager
def _held_by_postgresql(engine: Engine, say: Say) -> Iterator[Callable[[], None]]:
    """The graders may be on several machines, so the server keeps the lock."""

    def expect_lock() -> None:
        connection.execute(text("SELECT 1"))

    with engine.connect() as connection:
        connection = connection.execution_options(isolation_level="AUTOCOMMIT")
        number = {"number": NUMBER}
        if not connection.execute(text("SELECT pg_try_advisory_lock(:number)"), number).scalar():
            say(WAITING)
            connection.execute(text("SELECT pg_advisory_lock(:number)"), number)
        try:
            yield expect_lock
        finally:
            with suppress(SQLAlchemyError):  # a server that was lost has let go of it
                connection.execute(text("SELECT pg_advisory_unlock(:number)"), number)
