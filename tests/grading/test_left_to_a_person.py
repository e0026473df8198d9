"""What the judge has left to a person: it is marked by hand, and then nobody is told to wait."""

import shutil
import subprocess
import sys

import pytest
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory

from autograder.build.building import build
from autograder.course import Course
from autograder.grading.due import Due, fingerprint
from autograder.grading.recording import Recorder
from autograder.judging.judgement import Judged, Judgement
from autograder.reporting.reading_results import read_results
from tests.conftest import runs_nbgrader
from tests.courses.test_tiny import ASSIGNMENT, NOTEBOOK, copy_tiny, hand_in

pytestmark = runs_nbgrader
NOTE = "2 workers ended, or hung, while they judged it; grade it again with --force, or by hand"


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Course:
    course = copy_tiny(tmp_path_factory.mktemp("built") / "course")
    build(course)
    hand_in(course.assignment(ASSIGNMENT), "ann")
    return course


@pytest.fixture
def course(built, tmp_path) -> Course:
    """A course in which the judge has given up on the only submission."""
    course = Course(shutil.copytree(built.root, tmp_path / "course"))
    record(course, Judged("not judged", [NOTE]))
    return course


def record(course: Course, judged: Judged) -> None:
    assignment = course.assignment(ASSIGNMENT)
    source = assignment.submission("ann")
    directory = CourseDirectory(root=str(course.root), assignment_id=ASSIGNMENT)
    with Recorder(directory, assignment.source, 444) as recorder:
        recorder.record(Due("ann", source, fingerprint(source)), Judgement({NOTEBOOK: judged}))


def mark(course: Course, *grade_ids: str) -> None:
    """Give a point for each of these cells, as formgrader does."""
    with Gradebook(course.settings.db_url) as gradebook:
        for grade_id in grade_ids:
            grade = gradebook.find_grade(grade_id, NOTEBOOK, ASSIGNMENT, "ann")
            grade.manual_score, grade.needs_manual_grade = 1, False
        gradebook.db.commit()


def grade(course: Course) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-c", "from autograder.cli import app; app()", "grade", ASSIGNMENT],
        cwd=course.root,
        capture_output=True,
        text=True,
    )


def test_what_a_person_has_marked_is_done(course):
    mark(course, "test_median")
    done = grade(course)
    assert done.returncode == 1
    assert f"ann, {NOTEBOOK}. Their points wait for a person" in done.stderr
    mark(course, "test_running_mean")
    done = grade(course)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Notebooks of all: 1 graded by hand" in done.stdout


def test_no_report_asks_for_what_a_person_has_done(course):
    (before,) = read_results(course, ASSIGNMENT).students
    assert (before.status, before.waiting > 0) == ("not judged", True)
    mark(course, "test_median", "test_running_mean", "outliers")
    (student,) = read_results(course, ASSIGNMENT).students
    assert (student.status, student.notes, student.waiting) == ("graded by hand", [], 0)
    assert {cell.reasons for cell in student.cells} == {("given by hand",)}
