"""Puts the judge in the place of nbgrader's own grading, and makes sure that it is there.

nbgrader offers no setting for its converter, so the judge's takes the converter's name in the two
functions that use it. Should a version of nbgrader come by its converter in another way, its own
converter refuses to start, its own execution refuses a student's notebook, and it gives no points.
"""

import os
import sys
import sysconfig
from collections.abc import Callable
from functools import cache, wraps
from inspect import unwrap
from pathlib import Path
from typing import Any

import nbgrader
from nbgrader.apps.api import NbGraderAPI
from nbgrader.apps.autogradeapp import AutogradeApp
from nbgrader.converters import Autograde
from nbgrader.preprocessors import Execute, SaveAutoGrades
from packaging.specifiers import SpecifierSet

from autograder.course import CourseError
from autograder.grading.converter import JudgedAutograde
from autograder.intake.timestamps import keep_nbgrader_from_reading_at_length

TESTED = SpecifierSet(">=0.9.5,<0.10")  # versions of nbgrader
# What makes a converter: the command, and formgrader's button.
USERS = {"nbgrader autograde": AutogradeApp.start, "formgrader": NbGraderAPI.autograde}
NOT_IN_PLACE = (
    f"the judge is not in place: {{found}}. nbgrader {nbgrader.__version__} would run student code "
    "itself, as you, so nothing was run and nothing graded; run `make setup`, and grade with "
    ".venv/bin/nbgrader"
)


class NotInPlace(CourseError):
    """This nbgrader is not built as the judge expects."""

    def __init__(self, found: str):
        super().__init__(NOT_IN_PLACE.format(found=found))


def install(config: Any, file: str | Path) -> None:
    """Let every `autograde` of this process be the judge's; `file` is the course's configuration.

    Raises NotInPlace where this version of nbgrader has no place for the judge.
    """
    keep_nbgrader_from_running_students()
    keep_nbgrader_from_reading_at_length()
    if nbgrader.__version__ not in TESTED:
        raise NotInPlace(f"it was tested with nbgrader {TESTED}")
    for what, function in USERS.items():
        take_place(what, unwrap(function))
    # Also says that the rest of the file was read: of one with a mistake nbgrader takes nothing.
    config.Judge.configuration = str(file)


def take_place(what: str, function: Callable[..., Any]) -> None:
    """Let a function of nbgrader's find the judge's converter under the name of nbgrader's own."""
    names, name = function.__globals__, Autograde.__name__
    if name not in function.__code__.co_names or names.get(name) not in (
        Autograde,
        JudgedAutograde,
    ):
        raise NotInPlace(f"{what} does not use the converter `{name}` of nbgrader's own")
    names[name] = JudgedAutograde


@cache
def keep_nbgrader_from_running_students() -> None:
    """Make nbgrader's own converter, execution and points refuse, by whatever name they come."""

    def refuse(self: Autograde) -> None:
        sys.exit(NOT_IN_PLACE.format(found="nbgrader's own converter was started"))

    Autograde.start = refuse
    execute = Execute.preprocess

    @wraps(execute)
    def execute_no_student(
        self: Execute, nb: Any, resources: Any = None, *arguments: Any, **options: Any
    ) -> Any:
        # A notebook of the instructors' has a dot in the place of a student.
        student = (resources or {}).get("nbgrader", {}).get("student", ".")
        if student != ".":
            sys.exit(NOT_IN_PLACE.format(found=f"a notebook of {student!r} was to be executed"))
        return execute(self, nb, resources, *arguments, **options)

    def give_no_points(self: SaveAutoGrades, *_: Any, **__: Any) -> None:
        sys.exit(NOT_IN_PLACE.format(found="nbgrader was to give points for silence"))

    Execute.preprocess = execute_no_student
    SaveAutoGrades.preprocess = give_no_points


def find_own_programs() -> None:
    """Let programs of this environment be found by name, as nbgrader looks for `alembic`."""
    own, path = sysconfig.get_path("scripts"), os.environ.get("PATH", os.defpath)
    if own not in path.split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([own, path])
