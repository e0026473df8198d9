"""What is entered in a gradebook, and what an accident leaves of it."""

import errno
from datetime import datetime
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory

from autograder.build.building import build
from autograder.course import Course
from autograder.grading.due import Due, again, mark_again
from autograder.grading.recording import Recorder
from autograder.judging.judgement import Judged, Judgement
from tests.courses.test_tiny import ASSIGNMENT, copy_tiny

NOTEBOOK = "1_averages"


@pytest.fixture
def course(tmp_path) -> Course:
    course = copy_tiny(tmp_path / "course")
    build(course)
    return course


def test_a_notebook_that_is_missing_now_is_no_longer_late_and_its_mark_is_asked_about(course):
    with Gradebook(course.settings.db_url) as gradebook:
        gradebook.update_or_create_assignment(ASSIGNMENT, duedate="2026-11-01 12:00 UTC")
        gradebook.add_student("ann")
        gradebook.add_submission(ASSIGNMENT, "ann", timestamp=datetime(2026, 11, 5))
        notebook = gradebook.find_submission_notebook(NOTEBOOK, ASSIGNMENT, "ann")
        notebook.late_submission_penalty = 0.5
        marked, *others = (grade.name for grade in notebook.grades)
        gradebook.find_grade(marked, NOTEBOOK, ASSIGNMENT, "ann").manual_score = 1
        gradebook.db.commit()
    directory = CourseDirectory(root=str(course.root), assignment_id=ASSIGNMENT)
    with Recorder(directory, course.assignment(ASSIGNMENT).source, 444) as recorder:
        due = Due("ann", course.assignment(ASSIGNMENT).submission("ann"), "")
        recorder.record(due, Judgement({NOTEBOOK: Judged("missing", ["it is missing"])}))
    with Gradebook(course.settings.db_url) as gradebook:
        notebook = gradebook.find_submission_notebook(NOTEBOOK, ASSIGNMENT, "ann")
        assert notebook.late_submission_penalty is None
        waiting = {grade.name: grade.needs_manual_grade for grade in notebook.grades}
    assert waiting == {marked: True} | dict.fromkeys(others, False)


def test_a_disk_that_is_full_costs_no_mark_of_what_is_to_be_graded_again(tmp_path, monkeypatch):
    mark_again(tmp_path, ["2_more", NOTEBOOK])

    def is_full(*_: object, **__: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch, pytest.raises(OSError, match="No space"):
        patch.setattr(Path, "write_text", is_full)
        mark_again(tmp_path, [NOTEBOOK])
    assert again(tmp_path) == {"2_more", NOTEBOOK}
    mark_again(tmp_path, [])
    assert again(tmp_path) == set()


@pytest.mark.parametrize("place", ["graded", "../else[w]here", "{absolute}"])
@pytest.mark.parametrize(
    "structure",
    [
        "{nbgrader_step}/{student_id}/{assignment_id}",
        "{nbgrader_step}/{assignment_id}/{student_id}",
    ],
)
def test_graded_folders_may_lie_anywhere_when_what_was_moved_away_is_put_back(
    tmp_path, place, structure
):
    directory = CourseDirectory(
        root=str(tmp_path / "course"),
        assignment_id=ASSIGNMENT,
        autograded_directory=place.format(absolute=tmp_path / "absolute"),
        directory_structure=structure,
    )
    recorder = Recorder(directory, tmp_path, 444)
    folder = recorder.graded("ann")
    old = folder.with_name(f".{folder.name}.old")
    old.mkdir(parents=True)
    recorder.finish_renaming()
    assert folder.is_dir()
    assert not old.exists()
