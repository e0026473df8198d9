"""A second course: the engine knows nothing of the first."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from autograder.course import Course
from autograder.reporting.report import read_grades
from tests.conftest import ROOT, needs_sandbox, run_nbgrader

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
    root = tmp_path_factory.mktemp("tiny") / "course"
    shutil.copytree(TINY, root, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "nbgrader_config.py", root)
    course = Course(root)
    autograder(course, "build")
    return course


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


@needs_sandbox
def test_a_submission_is_graded_in_the_sandbox_and_reported(tiny):
    assignment = tiny.assignment(ASSIGNMENT)
    notebook = nbformat.read(assignment.release / f"{NOTEBOOK}.ipynb", as_version=4)
    answers = {"median": WRONG_MEDIAN, "running_mean": RUNNING_MEAN, "outliers": ESSAY}
    for cell in notebook.cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        cell.source = answers.get(grade_id, cell.source)
    folder = assignment.submission("alice")
    folder.mkdir(parents=True)
    nbformat.write(notebook, folder / f"{NOTEBOOK}.ipynb")

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
    page = (tiny.root / "feedback" / "alice" / ASSIGNMENT / f"{NOTEBOOK}.html").read_text()
    assert "the median of 8 values" in page
