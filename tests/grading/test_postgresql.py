"""The gradebook in PostgreSQL, by nbgrader's `db_url`: the same points, the same safety."""

import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from autograder.build.building import build
from autograder.course import Course
from autograder.fairness.answers import AnswerSheet, submit
from autograder.grading.locking import WAITING, no_grader, only_grader
from autograder.nbgrader_settings import NbgraderSettings
from tests.conftest import ASSIGNMENT, autoencoders, copy_course, needs_sandbox, run_nbgrader
from tests.grading.gradebooks import gradebook_of
from tests.grading.small_class import NOTEBOOK, WRONG, grade
from tests.reporting.postgresql import temporary_server, why_none

pytestmark = [
    needs_sandbox,
    pytest.mark.skipif("CI" not in os.environ and bool(why_none()), reason=why_none()),
]


@pytest.fixture(scope="module")
def url():
    with temporary_server() as url:
        yield url.render_as_string()


@pytest.fixture(scope="module")
def twins(url, tmp_path_factory) -> tuple[Course, Course]:
    """A course whose gradebook is on the server, and its twin with a file, which is graded."""
    twin = copy_course(tmp_path_factory.mktemp("twin") / "course")
    build(twin)
    for student, answers in {"alice": {}, "bob": {"kl": WRONG}}.items():
        sheet = AnswerSheet(student, "Notebook 5 alone.", "model", answers, NOTEBOOK)
        submit(autoencoders(twin), sheet)
    root = tmp_path_factory.mktemp("served") / "course"
    shutil.copytree(twin.root, root, symlinks=True)
    with (root / "nbgrader_config.py").open("a") as file:
        # nbgrader enters no course without a name, which a server does not forgive.
        file.write(
            f"\nc.CourseDirectory.db_url = {url!r}\nc.CourseDirectory.course_id = 'course'\n"
        )
    (root / "gradebook.db").unlink()
    course = Course(root)
    build(course)
    run_nbgrader(twin, "autograde", ASSIGNMENT, "--notebook", NOTEBOOK)
    return course, twin


@pytest.mark.parametrize("by", ["nbgrader", "autograder"])
def test_the_server_holds_what_a_file_would(twins, url, by):
    course, twin = twins
    shutil.rmtree(course.root / "autograded", ignore_errors=True)
    if by == "nbgrader":
        run_nbgrader(course, "autograde", ASSIGNMENT, "--notebook", NOTEBOOK)
    else:
        done = grade(course)
        assert done.returncode == 0, done.stderr
    assert gradebook_of(url) == gradebook_of(twin.settings.db_url)
    assert not (course.root / "gradebook.db").exists()


@pytest.mark.parametrize("what", ["a grader", "a build"])
def test_graders_and_builds_on_several_machines_take_turns(url, tmp_path, what):
    order: list[str] = []
    elsewhere = tmp_path / "elsewhere"
    course = Course(elsewhere, NbgraderSettings(str(elsewhere), db_url=url))
    with Gradebook(url) as first, Gradebook(url) as second:

        def wait() -> None:
            waits = {
                "a grader": only_grader(second, elsewhere, order.append),
                "a build": no_grader(course, order.append),
            }
            with waits[what]:
                order.append("second")

        with only_grader(first, tmp_path, order.append):
            waiting = threading.Thread(target=wait)
            waiting.start()
            while WAITING not in order:
                pass
            order.append("first")
        waiting.join()
    assert order == [WAITING, "first", "second"]


def test_a_grader_whose_lock_the_server_has_lost_is_told(url, tmp_path):
    lost = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
    with (
        Gradebook(url) as first,
        Gradebook(url) as second,
        only_grader(first, tmp_path, pytest.fail) as expect_lock,
    ):
        expect_lock()
        second.db.execute(text(lost))
        with pytest.raises(SQLAlchemyError):
            expect_lock()


def test_what_fails_halfway_leaves_nothing(twins, url):
    course, _ = twins
    from nbgrader.coursedir import CourseDirectory

    from autograder.grading.due import Due
    from autograder.grading.recording import Recorder
    from autograder.judging.judgement import Judged, Judgement

    assignment = autoencoders(course)
    directory = CourseDirectory(root=str(course.root), assignment_id=ASSIGNMENT, db_url=url)
    before = gradebook_of(url)
    unknown = Judged("graded", [], None, None, {"test_of_nothing": 1.0})
    with Recorder(directory, assignment.source, 444) as recorder:
        due = Due("eve", assignment.submission("eve"), "")
        with pytest.raises(Exception, match="test_of_nothing"):
            recorder.record(due, Judgement({NOTEBOOK: unknown}))
    assert gradebook_of(url) == before
    assert not assignment.autograded("eve").parent.exists()
    assert not list(Path(course.root, "autograded").glob("*/.*"))


@pytest.mark.slow
def test_all_commands_do_with_a_server_what_they_do_with_a_file(twins, url):
    """The last test of the two courses, which it clears."""
    said = []
    for course in twins:
        grade(course, "--force")
        assert grade(course, "--exercise", "kl").returncode == 0
        due = "--duedate=2026-03-02 12:00 Europe/Berlin"
        run_nbgrader(course, "db", "assignment", "add", ASSIGNMENT, due)
        (course.root / "extensions.csv").write_text("student,hours or date,why\nbob,48,ill\n")
        extended = autograder(course, "extend", "extensions.csv", "--assignment", ASSIGNMENT)
        run_nbgrader(course, "export")
        table = (course.root / "grades.csv").read_text()
        report = autograder(course, "report")
        cleared = autograder(course, "reset", answer="y\n")
        with Gradebook(course.settings.db_url, course.settings.course_id) as gradebook:
            assert gradebook.students == []
        said.append((extended, table, report, cleared))
    for server, file in zip(*said, strict=True):
        assert server.splitlines() == file.splitlines()
    assert "bob: until 2026-03-04 11:00 UTC" in said[0][0]


def autograder(course: Course, *arguments: str, answer: str = "") -> str:
    """What the command says in a course; a failed test where it fails."""
    done = subprocess.run(
        [sys.executable, "-c", "from autograder.cli import app; app()", *arguments],
        cwd=course.root,
        input=answer,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.replace(str(course.root), "")
