"""nbgrader's exchange, from release to feedback in a student's folder, with the real commands."""

import shutil
from pathlib import Path

import pytest

from autograder.build.building import build
from autograder.course import Course
from autograder.intake.secret import SECRET
from tests.conftest import ROOT, needs_sandbox, run_nbgrader

ASSIGNMENT, NOTEBOOK = "averages", "1_averages"
COURSE = "statistics"


# Messages show the second cut, and with other spaces.
@needs_sandbox
@pytest.mark.parametrize(
    "name",
    [
        pytest.param(NOTEBOOK, marks=pytest.mark.slow),
        f"{NOTEBOOK}\u00a0 of mine,{10 * ' as it is'}",
    ],
)
def test_a_submission_goes_through_the_exchange_and_its_feedback_comes_back(
    tmp_path: Path, name: str
):
    root, exchange, student = (tmp_path / one for one in ("course", "exchange", "student"))
    shutil.copytree(ROOT / "tests/courses/tiny", root)
    exchange.mkdir()
    exchange.chmod(0o777)
    student.mkdir()
    settings = f'c.CourseDirectory.course_id = "{COURSE}"\nc.Exchange.root = "{exchange}"\n'
    config = (ROOT / "nbgrader_config.py").read_text()
    (root / "nbgrader_config.py").write_text(config + settings)
    # What a hub says to a student's nbgrader.
    (student / "nbgrader_config.py").write_text(f"c = get_config()\n{settings}")
    course, pupil = Course(root), Course(student)
    build(course)
    run_nbgrader(course, "release_assignment", ASSIGNMENT)
    run_nbgrader(pupil, "fetch_assignment", ASSIGNMENT)
    shutil.rmtree(student / ASSIGNMENT / "scripts")
    (student / ASSIGNMENT / f"{NOTEBOOK}.ipynb").rename(student / ASSIGNMENT / f"{name}.ipynb")
    run_nbgrader(pupil, "submit", ASSIGNMENT)
    run_nbgrader(course, "collect", ASSIGNMENT)
    (submission,) = root.glob(f"submitted/*/{ASSIGNMENT}")
    assert (submission / SECRET).is_file()
    run_nbgrader(course, "autograde", ASSIGNMENT)
    run_nbgrader(course, "generate_feedback", ASSIGNMENT)
    run_nbgrader(course, "release_feedback", ASSIGNMENT)
    run_nbgrader(pupil, "fetch_feedback", ASSIGNMENT)
    (page,) = (student / ASSIGNMENT / "feedback").rglob("*.html")
    assert page.name == f"{name}.html"
    assert "Points by exercise" in page.read_text()
