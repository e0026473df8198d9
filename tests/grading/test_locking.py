"""Who changes what graders read waits until nobody grades, and says so."""

import fcntl
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from typer.testing import CliRunner

from autograder.cli import app
from autograder.course import Course
from autograder.grading.locking import LOCK, WAITING, no_grader
from tests.conftest import wait_for
from tests.courses.test_tiny import ASSIGNMENT, copy_tiny


@pytest.fixture
def course(tmp_path) -> Course:
    course = copy_tiny(tmp_path / "course")
    (course.root / "submitted" / "ann" / ASSIGNMENT).mkdir(parents=True)
    return course


@pytest.mark.parametrize("command", ["build", "reset"])
def test_nothing_is_built_or_removed_while_somebody_grades(course, monkeypatch, command):
    said: list[str] = []
    built: list[Course] = []
    monkeypatch.setattr("autograder.cli._say", said.append)
    monkeypatch.setattr("autograder.build.building.build", lambda course, _: built.append(course))
    monkeypatch.setattr("autograder.build.building.off_plan", lambda course: [])

    def has_changed() -> bool:
        return bool(built) or not (course.root / "submitted").exists()

    arguments = [command, "--course-dir", str(course.root)]
    with ThreadPoolExecutor(1) as pool:
        with (course.root / LOCK).open("a") as grader:
            fcntl.flock(grader, fcntl.LOCK_EX)
            done = pool.submit(CliRunner().invoke, app, arguments, input="y\n")
            wait_for(lambda: said or done.done())
            assert said == [WAITING]
            assert not has_changed()
        assert done.result().exit_code == 0, done.result().output
    assert has_changed()


def test_whoever_builds_first_needs_no_gradebook_and_makes_none(course):
    with no_grader(course, pytest.fail):
        pass
    assert not Path(course.root, "gradebook.db").exists()
