"""What nbgrader's configuration says of a course: where its folders are, and its gradebook."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.course_file import CourseError
from autograder.text import plain

if TYPE_CHECKING:
    from nbgrader.api import Gradebook
    from nbgrader.coursedir import CourseDirectory
    from sqlalchemy import URL

CONFIGURATION = "nbgrader_config.py"
EXCHANGE = "/usr/local/share/nbgrader/exchange"  # where nbgrader has it unless it is told
NOBODY = "<student>"  # no name of a folder that a student may have


@dataclass(frozen=True)
class NbgraderSettings:
    """Names of folders, how they are put together, and the gradebook, as nbgrader names them.

    `exchange` is the folder by which nbgrader hands notebooks out and takes submissions.
    """

    root: str
    directory_structure: str = "{nbgrader_step}/{student_id}/{assignment_id}"
    source_directory: str = "source"
    release_directory: str = "release"
    submitted_directory: str = "submitted"
    autograded_directory: str = "autograded"
    feedback_directory: str = "feedback"
    db_url: str = ""
    course_id: str = ""
    exchange: str = EXCHANGE

    def __post_init__(self) -> None:
        if not self.db_url:
            object.__setattr__(self, "db_url", f"sqlite:///{self.root}/gradebook.db")

    @classmethod
    def of(cls, coursedir: CourseDirectory) -> NbgraderSettings:
        """The settings that nbgrader itself goes by."""
        named = [name for name in cls.__dataclass_fields__ if name != "exchange"]
        exchange = str(coursedir.config.Exchange.get("root", EXCHANGE))
        return cls(**{name: getattr(coursedir, name) for name in named}, exchange=exchange)

    def arguments(self) -> list[str]:
        """Arguments by which a command of nbgrader's goes by them."""
        values = asdict(self)
        exchange = values.pop("exchange")
        folders = [f"--CourseDirectory.{name}={value}" for name, value in values.items()]
        return [*folders, f"--Exchange.root={exchange}"]

    @property
    def lacks_gradebook(self) -> bool:
        """Whether the gradebook is a file that is not there: to open it would make an empty one.

        Raises CourseError where its address is none.
        """
        url = address_of(self.db_url)
        return url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file()

    def expect_gradebook(self) -> None:
        """Raises CourseError where there is no gradebook."""
        if self.lacks_gradebook:
            file = address_of(self.db_url).database
            raise CourseError(f"there is no gradebook: {file}; run `autograder build`")

    @contextmanager
    def open_gradebook(self) -> Iterator[Gradebook]:
        """The gradebook, in whatever database it lies; one that is lacking is made, empty.

        Raises CourseError where it cannot be used.
        """
        from nbgrader.api import Gradebook
        from sqlalchemy.exc import SQLAlchemyError

        address_of(self.db_url)
        try:
            with Gradebook(self.db_url, self.course_id) as gradebook:
                yield gradebook
        except (SQLAlchemyError, ImportError) as error:
            raise unusable_gradebook(self.db_url, error) from None

    def path(self, step: str, student: str, assignment: str) -> Path:
        """The folder of a step, such as `submitted_directory`, for a student; "." is nobody."""
        names = {"nbgrader_step": step, "student_id": student, "assignment_id": assignment}
        # As nbgrader's `CourseDirectory.format_path` does it.
        return Path(os.path.normpath(Path(self.root, self.directory_structure.format(**names))))

    def students(self, step: str, assignment: str) -> tuple[Path, Path]:
        """The folder that holds a folder for each student, and where in that the assignment is.

        Raises CourseError where no folder is a student's alone.
        """
        parts = self.path(step, NOBODY, assignment).parts
        if parts.count(NOBODY) != 1:
            raise CourseError(
                f"nbgrader's directory_structure is {self.directory_structure!r}; expected "
                "{student_id} to be the name of a folder in it"
            )
        place = parts.index(NOBODY)
        return Path(*parts[:place]), Path(*parts[place + 1 :])


def address_of(db_url: str) -> URL:
    """The address of a gradebook, by its parts.

    Raises CourseError where it is none, and does not repeat it, since it may hold a password.
    """
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        return make_url(db_url)
    except (ArgumentError, ValueError):
        raise CourseError(
            f"{CONFIGURATION}: what CourseDirectory.db_url says is no address of a database; "
            "expected one like postgresql://ta@server/gradebook, or none for a file of the course"
        ) from None


def unusable_gradebook(db_url: str, error: Exception) -> CourseError:
    """One sentence in the place of whatever a gradebook's database raises."""
    try:
        name = address_of(db_url).render_as_string(hide_password=True)
    except CourseError as wrong:
        return wrong
    cause = getattr(error, "orig", None) or error  # SQLAlchemy's errors quote whole statements
    return CourseError(
        f"the gradebook, {name}, cannot be used ({plain(f'{type(cause).__name__}: {cause}')}). Is "
        "it in use elsewhere? Is its database running, and its address right in "
        f"{CONFIGURATION}? If another version of nbgrader made it, copy it and run `nbgrader db "
        "upgrade`"
    )


def read_settings(root: Path) -> NbgraderSettings:
    """The settings of the course in a folder, by its nbgrader_config.py and the user's own.

    Whatever the file raises is raised.
    """
    # It takes a second, and most commands do without.
    from jupyter_core.paths import jupyter_config_path
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import Config
    from traitlets.config.loader import PyFileConfigLoader

    config = Config()
    for folder in (*reversed(jupyter_config_path()), str(root)):
        if Path(folder, CONFIGURATION).is_file():
            config.merge(PyFileConfigLoader(CONFIGURATION, folder).load_config())
    config.CourseDirectory.root = str(root)
    return NbgraderSettings.of(CourseDirectory(config=config))
