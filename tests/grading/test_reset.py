"""Clearing a class: asked first, and then nothing of a student is left."""

import pytest
from nbgrader.api import Gradebook
from sqlalchemy import insert, select
from typer.testing import CliRunner

from autograder.cli import app
from autograder.course import Course
from autograder.fairness.answers import submit
from autograder.reporting.essays.tables import create_tables, readings
from tests.conftest import (
    ASSIGNMENT,
    SHEETS,
    autoencoders,
    copy_build,
    copy_course,
    runs_nbgrader,
)

pytestmark = runs_nbgrader
STUDENT = "half_done"
READING = {"assignment": ASSIGNMENT, "notebook": "5_elbo", "student": STUDENT, "cell": "essay"}


@pytest.fixture
def course(tmp_path) -> Course:
    """A course in which a student has handed in, and somebody has flagged an essay."""
    course = copy_course(tmp_path / "course")
    copy_build(course)
    submit(autoencoders(course), SHEETS[STUDENT])
    with Gradebook(course.settings.db_url, course.settings.course_id) as gradebook:
        gradebook.update_or_create_student(STUDENT)
        gradebook.update_or_create_submission(ASSIGNMENT, STUDENT)
        create_tables(gradebook.engine)
        with gradebook.engine.begin() as connection:
            connection.execute(insert(readings).values(READING | {"flagged": True}))
    return course


def reset(course: Course, answer: str) -> str:
    done = CliRunner().invoke(app, ["reset", "--course-dir", str(course.root)], input=answer)
    assert done.exit_code == 0, done.output
    return done.output


def left(course: Course) -> tuple[int, int, bool]:
    """How many students and readings there are, and whether anything is handed in."""
    with Gradebook(course.settings.db_url, course.settings.course_id) as gradebook:
        with gradebook.engine.begin() as connection:
            kept = connection.execute(select(readings)).all()
        assert ASSIGNMENT in [assignment.name for assignment in gradebook.assignments]
        return len(gradebook.students), len(kept), autoencoders(course).submission(STUDENT).is_dir()


def test_whoever_says_no_keeps_everything(course):
    assert "nothing was removed" in reset(course, "n\n")
    assert left(course) == (1, 1, True)


def test_no_name_of_a_folder_acts_on_the_terminal(course):
    (course.root / "submitted" / "\x1b]0;title\x07" / ASSIGNMENT).mkdir(parents=True)
    assert "\x1b" not in reset(course, "n\n")


def test_whoever_says_yes_keeps_the_course_alone(course):
    said = reset(course, "y\n")
    assert STUDENT in said
    assert left(course) == (0, 0, False)
    assert autoencoders(course).source.is_dir()
    assert "nothing to remove" in reset(course, "")
