"""The pages that students get back, made by the real command and read in a real browser."""

from pathlib import Path

import pytest

from autograder.course import Course
from tests.conftest import needs_browser, run_nbgrader
from tests.reporting.browser import (
    PHONE,
    barriers,
    is_as_wide_as_the_screen,
    opened,
)
from tests.reporting.graded_class import (
    ASSIGNMENT,
    ESSAY_NOTEBOOK,
    PICTURE,
    POINTS,
    WRONG,
    Known,
    make_class,
)

FULL = {"mean": POINTS, "median": POINTS, "variance": POINTS, "quartiles": POINTS}
FIRST = "1_means"
COMMENT = "Say *why*: $\\frac{1}{2}$ of the values <script>alert(1)</script>"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    students = {
        "ada": Known(
            FULL | {"mean": 2.0}, essay=1.5, comment=COMMENT, notes=("a.ipynb was taken",)
        ),
        "alan": Known(FULL, essay=None, status="timed out"),
    }
    course = make_class(tmp_path_factory.mktemp("course") / "course", students)
    # What a graded submission has beside its notebooks is not a student's to get back.
    for name in ("lab/load.py", "figures/a.svg"):
        path = course.root / "autograded" / "ada" / ASSIGNMENT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x" * 1000)
    return course


@pytest.fixture(scope="module")
def messages(course) -> str:
    return run_nbgrader(course, "generate_feedback", ASSIGNMENT)


@pytest.fixture(autouse=True)
def generated(messages) -> None:
    """Every test needs the pages."""


def page_of(course: Course, student: str, notebook: str) -> Path:
    return course.root / "feedback" / student / ASSIGNMENT / f"{notebook}.html"


def test_no_warning_shows_and_the_folder_holds_pages_only(course, messages):
    assert "WARNING" not in messages
    folder = course.root / "feedback" / "ada" / ASSIGNMENT
    assert {path.name for path in folder.rglob("*")} == {f"{FIRST}.html", f"{ESSAY_NOTEBOOK}.html"}


@needs_browser
def test_a_page_says_first_what_was_earned_and_why_not_more(course):
    with opened(page_of(course, "ada", FIRST)) as page:
        assert (
            page.locator("header h1").inner_text()
            == f"{FIRST}: {POINTS + 2:g} of {2 * POINTS:g} points"
        )
        line = page.locator("#summary li", has_text="mean").first
        assert f"2 of {POINTS:g}" in line.inner_text()
        assert WRONG["mean"] in line.inner_text()
        assert "a.ipynb was taken" in page.locator("#summary").inner_text()
        line.get_by_role("link").click()
        assert "check(mean)" in page.locator("#cell-test_mean").inner_text()
        assert (
            page.evaluate("document.querySelector('#cell-test_mean').getBoundingClientRect().top")
            < 800
        )
        # The student's own figure is part of the page, and formulas are drawn without a script.
        assert page.locator("img").count() == 1
        assert page.locator("img").evaluate("one => one.naturalWidth") > 0
        assert page.locator("img").get_attribute("alt") == PICTURE
        assert page.locator("math mfrac").count() == 1
        assert page.locator("script").count() == 0


@needs_browser
def test_a_comment_is_shown_and_harmless(course):
    with opened(page_of(course, "ada", ESSAY_NOTEBOOK)) as page:
        summary = page.locator("#summary .comment")
        assert summary.locator("em").inner_text() == "why"
        assert summary.locator("mfrac").count() == 1
        assert page.locator("script").count() == 0
        assert page.locator("#cell-robust .comment").count() == 1


@needs_browser
def test_an_essay_that_waits_and_a_notebook_that_was_stopped_are_called_so(course):
    with opened(page_of(course, "alan", ESSAY_NOTEBOOK)) as page:
        assert "waits to be read" in page.locator("#summary").inner_text()
    with opened(page_of(course, "alan", FIRST)) as page:
        assert "timed out" in page.locator("header").inner_text()


@needs_browser
@pytest.mark.parametrize("width", [PHONE, 1300])
@pytest.mark.parametrize("notebook", [FIRST, ESSAY_NOTEBOOK])
def test_a_page_is_read_on_a_phone_and_by_a_screen_reader(course, notebook, width):
    with opened(page_of(course, "ada", notebook), width) as page:
        assert not barriers(page)
        assert is_as_wide_as_the_screen(page)
