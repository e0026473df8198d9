import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from hypothesis import HealthCheck, settings

from autograder.build.building import build
from autograder.course import Assignment, Course, CourseError
from autograder.fairness.answers import read_answers
from autograder.sandbox.limits import Limits
from autograder.sandbox.starting import check_sandbox

ROOT = Path(__file__).resolve().parents[1]
ASSIGNMENT = "autoencoders"  # what tests of a whole course grade
SHEETS = {path.stem: read_answers(path) for path in sorted((ROOT / "tests/students").glob("*.py"))}


def why_no_sandbox() -> str:
    """Why no sandbox can be made here; empty where one can."""
    try:
        check_sandbox(Limits(), Course(ROOT))
    except CourseError as error:
        return str(error)
    return ""


# Where tests of the judge must run, a missing sandbox is a failure and no reason to skip.
needs_sandbox = pytest.mark.skipif(
    "CI" not in os.environ and why_no_sandbox() != "", reason="needs a sandbox; " + why_no_sandbox()
)

# How long an example takes says how busy the machine is, and nothing of what is tested.
settings.register_profile("any", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any")

# No test needs a GPU or TensorFlow's messages.
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")


@pytest.fixture(scope="session")
def checkout() -> Course:
    """The course as it is checked out."""
    return Course(ROOT)


def autoencoders(course: Course) -> Assignment:
    """The assignment that tests of a whole course grade."""
    return course.assignment(ASSIGNMENT)


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A copy of what an instructor edits, with nothing built."""
    return copy_course(tmp_path / "course")


def copy_course(root: Path) -> Course:
    """Copy masters, configuration and data to a folder of their own."""
    root.mkdir()
    shutil.copytree(
        ROOT / "notebooks", root / "notebooks", ignore=shutil.ignore_patterns("__pycache__", "runs")
    )
    for name in ("course.toml", "nbgrader_config.py"):
        shutil.copyfile(ROOT / name, root / name)
    (root / "data").symlink_to(ROOT / "data")
    return Course(root)


def build_without_demonstrations(course: Course) -> None:
    """Build a course and keep of its notebooks imports, answers and tests: they run in a second."""
    build(course)
    for path in autoencoders(course).release.glob("*.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        notebook.cells = [
            cell
            for cell in notebook.cells
            if cell.cell_type != "code"
            or "nbgrader" in cell.metadata
            or re.search(r"^(?:import|from) ", cell.source, re.M)
        ]
        nbformat.write(notebook, path)


def selected(cases: dict, request: pytest.FixtureRequest) -> dict:
    """The cases that the selected tests of a module are about, so that a few take no longer.

    All of them where a selected test that uses the fixture is not about a single case.
    """
    asked = set()
    for item in request.session.items:
        if item.path == request.path and request.fixturename in item.fixturenames:
            parameters = item.callspec.params.values() if hasattr(item, "callspec") else ()
            about = [value for value in parameters if value in cases]
            if not about:
                return cases
            asked.update(about)
    return {name: case for name, case in cases.items() if name in asked}


def try_nbgrader(
    course: Course, *arguments: str, before: str = "", **options
) -> subprocess.CompletedProcess:
    """Run the real nbgrader in a course, after a few lines of Python in its process."""
    code = f"{before}\nfrom nbgrader.apps.nbgraderapp import main\nmain()"
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        **{"cwd": course.root, "capture_output": True, "text": True} | options,
    )


def run_nbgrader(course: Course, *arguments: str) -> str:
    """Run the real nbgrader in a course; its messages, or a failed test where it fails."""
    done = try_nbgrader(course, *arguments)
    # A traceback tells more than the last lines.
    start = done.stderr.find("Traceback")
    assert done.returncode == 0, done.stderr[start:][:6000] if start >= 0 else done.stderr[-3000:]
    return done.stderr
