import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.answers import read_answers
from autograder.course import Course

ROOT = Path(__file__).resolve().parents[1]
SHEETS = {path.stem: read_answers(path) for path in sorted((ROOT / "tests/students").glob("*.py"))}

# No test needs a GPU or TensorFlow's messages.
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")


@pytest.fixture(scope="session")
def checkout() -> Course:
    """The course as it is checked out."""
    return Course(ROOT)


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
    shutil.copyfile(ROOT / "nbgrader_config.py", root / "nbgrader_config.py")
    (root / "data").symlink_to(ROOT / "data")
    return Course(root)


def run_nbgrader(course: Course, *arguments: str) -> str:
    """Run the real nbgrader in a course; its messages, or a failed test where it fails."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=course.root,
        env=os.environ | {"PATH": path},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stderr
