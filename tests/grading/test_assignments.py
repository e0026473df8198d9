"""A course of several assignments."""

import subprocess
import sys

import pytest

from autograder.build.building import build
from autograder.course import Course
from autograder.fairness.answers import AnswerSheet, submit
from tests.conftest import (
    ASSIGNMENT,
    autoencoders,
    copy_course,
    needs_sandbox,
    run_nbgrader,
    runs_nbgrader,
    try_nbgrader,
)
from tests.grades import read_grades

pytestmark = runs_nbgrader

NOTEBOOK = "5_elbo"  # needs no TensorFlow
SECOND = "second"


@pytest.fixture(scope="module")
def two(tmp_path_factory) -> Course:
    """A course of which two assignments ask for functions of the same names."""
    course = copy_course(tmp_path_factory.mktemp("two") / "course")
    masters = course.notebooks / SECOND
    masters.mkdir()
    (masters / f"1_{SECOND}.py").write_text(
        (autoencoders(course).masters / f"{NOTEBOOK}.py").read_text()
    )
    points = autoencoders(course).notebooks[NOTEBOOK]
    text = (course.root / "course.toml").read_text()
    (course.root / "course.toml").write_text(
        f'{text}\n[assignments.{SECOND}]\ntitle = "More"\nnotebooks = {{ 1_{SECOND} = {points} }}\n'
    )
    course = Course(course.root)
    build(course, [ASSIGNMENT, SECOND])
    return course


@needs_sandbox
def test_each_assignment_is_graded_and_reported_for_itself(two):
    second = two.assignment(SECOND)
    submit(autoencoders(two), AnswerSheet("alice", "", "model", notebook=NOTEBOOK))
    submit(second, AnswerSheet("alice", "", "release"))
    submit(second, AnswerSheet("bob", "", "model"))
    messages = run_nbgrader(two, "autograde", ASSIGNMENT, "--notebook", NOTEBOOK)
    assert "bob" not in messages  # whose folder is that of another assignment
    run_nbgrader(two, "autograde", SECOND)
    points = {}
    for assignment in (autoencoders(two), second):
        for grade in read_grades(assignment):
            key = assignment.name, grade.student
            points[key] = points.get(key, 0) + grade.points
    functions = points[SECOND, "bob"]
    assert functions > 0
    assert points == {
        (ASSIGNMENT, "alice"): functions,
        (SECOND, "alice"): 0,
        (SECOND, "bob"): functions,
    }
    report = subprocess.run(
        [sys.executable, "-c", "from autograder.cli import app; app()", "report"],
        cwd=two.root,
        capture_output=True,
        text=True,
    ).stdout
    assert f"Points in {ASSIGNMENT}" in report
    assert f"Points in {SECOND}" in report


def test_an_unknown_assignment_is_one_clear_line(two):
    known = ", ".join(one.name for one in two.assignments)
    for command in (["build", "third"], ["report", "third"]):
        done = subprocess.run(
            [sys.executable, "-c", "from autograder.cli import app; app()", *command],
            cwd=two.root,
            capture_output=True,
            text=True,
        )
        assert (done.returncode, done.stderr.count("\n")) == (1, 1)
        assert "no assignment third" in done.stderr
        assert SECOND in done.stderr
    done = try_nbgrader(two, "autograde", "third")
    assert done.returncode == 1
    assert f"no assignment third; course.toml names {known}" in done.stderr
    assert "Traceback" not in done.stderr
