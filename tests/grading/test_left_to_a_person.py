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
from autograder.grading.setting_aside import set_aside
from autograder.judging.judge import Judge
from autograder.judging.judgement import Judged, Judgement
from autograder.reporting.reading_results import read_results
from tests.conftest import runs_nbgrader
from tests.courses.test_tiny import (
    ASSIGNMENT,
    ESSAY,
    NOTEBOOK,
    WRONG_MEDIAN,
    copy_tiny,
    hand_in,
)
from tests.grading.small_class import sabotage

pytestmark = runs_nbgrader
WHY = "2 workers ended, or hung, while they judged it"
NOTE = f"{WHY}; grade it again with --force, or by hand"


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


# ------------------------------------------------------------------- there is something to mark


@pytest.fixture
def judge(built, monkeypatch) -> Judge:
    monkeypatch.chdir(built.root)
    return Judge(built.assignment(ASSIGNMENT))


def text_of(judged: Judged) -> str:
    return "\n".join(cell.source for cell in judged.notebook.cells)


def test_what_no_worker_could_judge_is_laid_out_with_its_answers(judge):
    folder = judge.assignment.submission("ann")
    judged = set_aside(judge, folder, [NOTEBOOK], WHY).notebooks[NOTEBOOK]
    assert judged.status == "not judged"
    assert WRONG_MEDIAN.strip() in text_of(judged) and ESSAY in text_of(judged)
    assert set(judged.points.values()) == {None}
    assert WHY in judged.reasons["test_median"][0]


def test_what_ends_whoever_reads_it_can_be_marked_all_the_same(judge, tmp_path, monkeypatch):
    with sabotage(tmp_path / "site", "if is_worker:\n    os._exit(9)\n") as environment:
        monkeypatch.setenv("PYTHONPATH", environment["PYTHONPATH"])
        judgement = set_aside(judge, judge.assignment.submission("ann"), [NOTEBOOK], WHY)
    judged = judgement.notebooks[NOTEBOOK]
    assert "are to be read where they were handed in" in text_of(judged)
    # The essay, too: nobody knows whether it was left as it was released.
    assert judged.points == dict.fromkeys(["test_median", "test_running_mean", "outliers"])


def test_where_the_judge_fails_there_is_a_notebook_to_mark(judge, monkeypatch):
    def fails(*_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Judge, "_run_what_counts", fails)
    monkeypatch.setattr(Judge, "_warm_process", fails)
    judge.sandbox = False
    with judge:
        judged = judge.judge(judge.assignment.submission("ann")).notebooks[NOTEBOOK]
        assert WRONG_MEDIAN.strip() in text_of(judged)
        monkeypatch.setattr(Judge, "_read", fails)
        judged = judge.judge(judge.assignment.submission("ann")).notebooks[NOTEBOOK]
    assert "Input/output error" in judged.notes[-1]
    assert "def median" in text_of(judged)
