"""A second course: the engine knows nothing of the first."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograder.course import Assignment, Course
from tests.conftest import ROOT, needs_sandbox, run_nbgrader, runs_nbgrader
from tests.grades import read_grades

pytestmark = runs_nbgrader

TINY = Path(__file__).parent / "tiny"
ASSIGNMENT, NOTEBOOK = "averages", "1_averages"
WRONG_MEDIAN = "def median(values):\n    return np.sort(values)[len(values) // 2]\n"
RUNNING_MEAN = (
    "def running_mean(values):\n"
    "    import sys\n"
    "    assert 'tensorflow' not in sys.modules\n"
    "    return [float(np.mean(values[: k + 1])) for k in range(len(values))]\n"
)
ESSAY = "The median, since it looks at the order alone."


def autograder(course: Course, *arguments: str) -> str:
    """What the command says in a course; a failed test where it fails."""
    done = subprocess.run(
        [sys.executable, "-c", "from autograder.cli import app; app()", *arguments],
        cwd=course.root,
        env={name: value for name, value in os.environ.items() if name != "MNIST_NPZ"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def tiny(tmp_path_factory) -> Course:
    """The tiny course, built."""
    course = copy_tiny(tmp_path_factory.mktemp("tiny") / "course")
    autograder(course, "build")
    return course


def copy_tiny(root: Path, settings: str = "") -> Course:
    """A copy of the tiny course with the engine's configuration, and more of it."""
    shutil.copytree(TINY, root, ignore=shutil.ignore_patterns("__pycache__"))
    text = (ROOT / "nbgrader_config.py").read_text()
    (root / "nbgrader_config.py").write_text(text + settings)
    return Course(root)


def test_its_release_holds_what_the_notebook_needs_and_no_more(tiny):
    assignment = tiny.assignment(ASSIGNMENT)
    files = (path for path in assignment.release.rglob("*") if path.is_file())
    assert sorted(path.relative_to(assignment.release).as_posix() for path in files) == [
        f"{NOTEBOOK}.ipynb",
        f"scripts/{NOTEBOOK}.py",
    ]
    text = (assignment.release / "scripts" / f"{NOTEBOOK}.py").read_text()
    assert "NotImplementedError" in text
    assert "np.sort" not in text
    assert "exercises" not in text


def hand_in(assignment: Assignment, student: str) -> None:
    """A submission with one right answer, one that is right for odd numbers alone, and an essay."""
    notebook = nbformat.read(assignment.release / f"{NOTEBOOK}.ipynb", as_version=4)
    answers = {"median": WRONG_MEDIAN, "running_mean": RUNNING_MEAN, "outliers": ESSAY}
    for cell in notebook.cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        cell.source = answers.get(grade_id, cell.source)
    folder = assignment.submission(student)
    folder.mkdir(parents=True)
    nbformat.write(notebook, folder / f"{NOTEBOOK}.ipynb")


@needs_sandbox
def test_a_submission_is_graded_in_the_sandbox_and_reported(tiny):
    assignment = tiny.assignment(ASSIGNMENT)
    hand_in(assignment, "alice")
    assert "sandbox on" in run_nbgrader(tiny, "autograde", ASSIGNMENT)
    judgement = json.loads((assignment.autograded("alice") / "judgement.json").read_text())
    assert judgement[NOTEBOOK]["status"] == "graded"
    grades = {grade.grade_id: grade for grade in read_grades(assignment)}
    assert grades["test_running_mean"].points == grades["test_running_mean"].maximum
    assert 0 < grades["test_median"].points < grades["test_median"].maximum
    assert grades["outliers"].needs_reading
    report = autograder(tiny, "report")
    assert "the median of 8 values" in report
    run_nbgrader(tiny, "generate_feedback", ASSIGNMENT)
    assert (
        "the median of 8 values" in (assignment.feedback("alice") / f"{NOTEBOOK}.html").read_text()
    )


SETTINGS = """
c.CourseDirectory.directory_structure = "{nbgrader_step}/{assignment_id}/{student_id}"
c.CourseDirectory.submitted_directory = "came_in"
c.CourseDirectory.release_directory = "for_students"
c.CourseDirectory.db_url = "sqlite:///" + c.CourseDirectory.root + "/points.db"
c.CourseDirectory.course_id = "statistics"
"""


@needs_sandbox
def test_nbgraders_own_settings_are_honoured(tmp_path):
    course = copy_tiny(tmp_path / "course", SETTINGS)
    autograder(course, "build")
    assignment = course.assignment(ASSIGNMENT)
    assert assignment.release == course.root / "for_students" / ASSIGNMENT
    assert assignment.submission("alice") == course.root / "came_in" / ASSIGNMENT / "alice"
    hand_in(assignment, "alice")
    hand_in(assignment, "bob")
    run_nbgrader(course, "autograde", ASSIGNMENT)
    elsewhere = Course(tmp_path)
    report = autograder(elsewhere, "report", ASSIGNMENT, f"--course-dir={course.root}")
    assert {"alice", "bob"} <= set(report.split())
    run_nbgrader(course, "generate_feedback", ASSIGNMENT, "--student=bob")
    pages = [path.relative_to(course.root) for path in course.root.rglob("*.html")]
    assert pages == [Path("feedback", ASSIGNMENT, "bob", f"{NOTEBOOK}.html")]
    assert (course.root / "points.db").is_file()
    assert not (course.root / "gradebook.db").exists()
    with Gradebook(course.settings.db_url, course.settings.course_id) as gradebook:
        assert gradebook.find_assignment(ASSIGNMENT).course_id == "statistics"
    for name in ("submitted", "release"):
        assert not (course.root / name).exists()
