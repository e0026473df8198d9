"""The pages that students of this course get back, with all figures, outputs and errors."""

import pytest

from autograder.fairness.answers import submit
from tests.conftest import (
    ASSIGNMENT,
    SHEETS,
    autoencoders,
    copy_build,
    copy_course,
    needs_browser,
    needs_sandbox,
    needs_tensorflow,
    run_nbgrader,
)
from tests.reporting.browser import DESK, PHONE, barriers, is_as_wide_as_the_screen, opened


@pytest.mark.slow
@needs_browser
@needs_sandbox
@needs_tensorflow
def test_they_are_read_on_a_phone_and_by_a_screen_reader(tmp_path):
    course = copy_course(tmp_path / "course")
    copy_build(course)
    assignment = autoencoders(course)
    submit(assignment, SHEETS["half_done"])
    run_nbgrader(course, "autograde", ASSIGNMENT, "--Judge.demonstrations=run")
    run_nbgrader(course, "generate_feedback", ASSIGNMENT)
    pages = sorted((course.root / "feedback").rglob("*.html"))
    assert {path.stem for path in pages} == {
        path.stem for path in assignment.release.glob("*.ipynb")
    }
    for path in pages:
        for width in (PHONE, DESK):
            with opened(path, width) as page:
                assert not barriers(page)
                assert is_as_wide_as_the_screen(page)
