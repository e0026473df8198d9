"""A gradebook that cannot be used is one sentence, whatever the command; nothing else changes."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.build.building import build
from autograder.course import Course
from autograder.grading.locking import LOCK
from tests.conftest import runs_nbgrader
from tests.courses.test_tiny import ASSIGNMENT, copy_tiny, hand_in

pytestmark = runs_nbgrader

AUTOGRADER = [sys.executable, "-c", "from autograder.cli import app; app()"]
NBGRADER = [sys.executable, "-m", "nbgrader"]
COMMANDS = {
    "grade": [*AUTOGRADER, "grade", ASSIGNMENT],
    "autograde": [*NBGRADER, "autograde", ASSIGNMENT],
    "build": [*AUTOGRADER, "build"],
    "report": [*AUTOGRADER, "report"],
    "reset": [*AUTOGRADER, "reset"],
    "export": [*NBGRADER, "export"],
    "generate_feedback": [*NBGRADER, "generate_feedback", ASSIGNMENT],
}


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Course:
    course = copy_tiny(tmp_path_factory.mktemp("built") / "course")
    build(course)
    assignment = course.assignment(ASSIGNMENT)
    hand_in(assignment, "ann")
    assignment.autograded("ann").mkdir(parents=True)
    return course


def is_no_database(course: Course) -> None:
    (course.root / "gradebook.db").write_text("this is no database" * 100)


def lacks_a_column(course: Course) -> None:
    with sqlite3.connect(course.root / "gradebook.db") as database:
        database.execute("ALTER TABLE submitted_assignment RENAME COLUMN student_id TO student")
        database.execute("ALTER TABLE student RENAME COLUMN lms_user_id TO other")


def has_no_address(course: Course) -> None:
    with (course.root / "nbgrader_config.py").open("a") as file:
        file.write("\nc.CourseDirectory.db_url = 'postgres/secret@nowhere'\n")


def has_no_lock(course: Course) -> None:
    (course.root / LOCK).unlink(missing_ok=True)
    (course.root / LOCK).mkdir()


def has_no_port(course: Course) -> None:
    with (course.root / "nbgrader_config.py").open("a") as file:
        file.write("\nc.CourseDirectory.db_url = 'postgresql://ta:my@pass:secret@host/db'\n")


NO_DATABASE = "file is not a database). Is it in use elsewhere?"
NO_COLUMN = "no such column"
NO_ADDRESS = "is no address of a database"


@pytest.mark.parametrize(
    ("command", "damage", "said"),
    [
        ("grade", lacks_a_column, NO_COLUMN),
        ("grade", has_no_address, NO_ADDRESS),
        ("grade", has_no_port, NO_ADDRESS),
        ("autograde", has_no_port, NO_ADDRESS),
        ("report", has_no_port, NO_ADDRESS),
        ("build", has_no_port, NO_ADDRESS),
        ("build", has_no_lock, "cannot be locked (Is a directory)"),
        ("autograde", lacks_a_column, NO_COLUMN),
        ("report", has_no_address, NO_ADDRESS),
        ("reset", is_no_database, NO_DATABASE),
        ("export", is_no_database, NO_DATABASE),
        ("export", lacks_a_column, NO_COLUMN),
        ("generate_feedback", is_no_database, NO_DATABASE),
    ],
)
def test_a_gradebook_that_cannot_be_used_is_one_sentence(
    built: Course, tmp_path: Path, command: str, damage: Callable[[Course], None], said: str
):
    course = Course(shutil.copytree(built.root, tmp_path / "course"))
    damage(course)
    done = subprocess.run(COMMANDS[command], cwd=course.root, capture_output=True, text=True)
    assert done.returncode == 1
    assert said in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
    assert "secret" not in done.stderr
