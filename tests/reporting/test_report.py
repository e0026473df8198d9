"""The report on a class: what it says, and the page in a real browser."""

import os
import re
from datetime import timedelta
from pathlib import Path

import pytest
from rich.console import Console

from autograder.course import Course, CourseError
from autograder.reporting.course_settings import course_directory, open_gradebook
from autograder.reporting.reading_results import read_results
from autograder.reporting.report.attention import needing_a_look
from autograder.reporting.report.figures import drawings
from autograder.reporting.report.items import analyse, frequent_reasons
from autograder.reporting.report.terminal import print_report
from autograder.reporting.report.writing import write_reports
from tests.conftest import needs_browser
from tests.reporting.browser import (
    PHONE,
    barriers,
    is_as_wide_as_the_screen,
    opened,
)
from tests.reporting.graded_class import (
    ASSIGNMENT,
    DUE,
    POINTS,
    TOTAL,
    WRONG,
    Known,
    drawn,
    make_class,
)
from tests.reporting.postgresql import temporary_server, why_none

FULL = {"mean": POINTS, "median": POINTS, "variance": POINTS, "quartiles": POINTS}
HARMFUL = "<img src=x onerror=alert(1)>"
QUIET = Console(quiet=True)
MEGABYTE = 2**20


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Course:
    students = {
        "ada": Known(FULL, essay=4.0, first_name="Ada", last_name="Lovelace"),
        "alan": Known(FULL | {"mean": 0.0, "median": 2.5}, essay=None, comment=""),
        "grace": Known(
            FULL | {"mean": 0.0}, essay=0.0, handed_in=DUE + timedelta(hours=3), penalty=2.0
        ),
        "kurt": Known(dict.fromkeys(FULL, 0.0), essay=1.0, status="crashed", notes=("cell 3",)),
        HARMFUL: Known(FULL, essay=3.0, last_name=HARMFUL, notes=(HARMFUL,)),
    }
    return make_class(tmp_path_factory.mktemp("small") / "course", students, ("nobody",))


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    course = make_class(tmp_path_factory.mktemp("large") / "course", drawn(600))
    return write_reports(course, (), False, QUIET)[0]


def test_points_reasons_and_statuses_are_those_of_the_gradebook(small):
    found = {student.student: student for student in read_results(small, ASSIGNMENT).students}
    assert found["ada"].points == TOTAL
    assert found["alan"].waiting == found["ada"].points_of(by_hand=True)
    lost = {cell.exercise.name: cell.reasons for cell in found["alan"].cells if cell.lost}
    assert lost["mean"] == (WRONG["mean"],)
    assert lost["robust"] == ("waits to be read",)
    assert found["grace"].points == found["grace"].points_of() - 2
    assert found["grace"].late == timedelta(hours=3)
    assert found["kurt"].status == "crashed"
    assert found["nobody"].is_absent and found["nobody"].status == "absent"


def test_the_terminal_says_who_handed_in_nothing_and_who_was_late(small, capsys):
    print_report(read_results(small, ASSIGNMENT), Console(width=120))
    text = capsys.readouterr().out
    assert "handed in nothing: nobody" in text
    assert "handed in late: 2 less" in text
    assert WRONG["median"] in text


def test_an_assignment_that_is_unknown_is_one_clear_line(small):
    with pytest.raises(CourseError, match=f"no assignment nothing, but {ASSIGNMENT}"):
        read_results(small, "nothing")


def test_items_are_analysed_without_those_that_wait_for_a_person(small):
    results = read_results(small, ASSIGNMENT)
    items = {item.exercise.name: item for item in analyse(results)}
    assert (items["mean"].none, items["mean"].part, items["mean"].full) == (3, 0, 2)
    assert items["mean"].share == pytest.approx(2 / 5)
    assert items["robust"].students == 4
    points = [cell for student in results.graded for cell in student.cells]
    assert items["median"].share == pytest.approx(
        sum(cell.points for cell in points if cell.exercise.name == "median") / (5 * POINTS)
    )


def test_the_distribution_says_of_how_many_something_is_still_to_be_read(small, tmp_path):
    all_read = make_class(tmp_path / "course", {"ada": Known(FULL), "alan": Known(FULL)})
    texts = [
        drawings(results, analyse(results))[0].description
        for results in (read_results(course, ASSIGNMENT) for course in (small, all_read))
    ]
    assert "In 1 of them some points still wait for a person" in texts[0]
    assert "wait for a person" not in texts[1]


def test_discrimination_is_the_correlation_with_all_other_points(tmp_path):
    # Strong students solve everything but the median, which only the weak ones solve.
    students = {
        f"s{number}": Known(
            dict.fromkeys(FULL, POINTS * number / 10) | {"median": POINTS * (number < 5)},
            essay=float(number > 5),
        )
        for number in range(11)
    }
    results = read_results(make_class(tmp_path / "course", students), ASSIGNMENT)
    items = {item.exercise.name: item for item in analyse(results)}
    assert items["mean"].discrimination > 0.5 and items["mean"].advice == ""
    assert items["median"].discrimination < 0
    assert "wrong with it" in items["median"].advice


def test_reasons_are_counted_and_one_of_a_single_student_can_be_left_out(small):
    results = read_results(small, ASSIGNMENT)
    counts = {reason.exercise.name: len(reason.students) for reason in frequent_reasons(results)}
    assert counts == {"mean": 3, "median": 2, "variance": 1, "quartiles": 1}
    anonymous = {reason.exercise.name for reason in frequent_reasons(results, fewest=2)}
    assert anonymous == {"mean", "median"}


def test_what_needs_a_look_is_named_with_the_reason(small):
    found = {
        student.student: reasons
        for student, reasons in needing_a_look(read_results(small, ASSIGNMENT))
    }
    assert found["kurt"] == ["1_means: crashed"]
    assert found["grace"] and "programs" in found["grace"][0]
    assert found[HARMFUL] == ["1_means: repaired or noted"]
    assert "ada" not in found and "alan" not in found


@needs_browser
@pytest.mark.parametrize("width", [PHONE, 1300])
def test_the_page_of_a_small_class(small, width):
    path = write_reports(small, (), False, QUIET)[0]
    with opened(path, width) as page:
        assert not barriers(page)
        assert is_as_wide_as_the_screen(page)
        assert page.locator("figure [role=img]").count() == 4
        for number in range(4):
            label = page.locator("figure [role=img]").nth(number).get_attribute("aria-label")
            assert len(label) > 40
        # Each lost point leads to the notebook.
        for link in page.locator("main table a").all():
            address = link.evaluate("a => decodeURIComponent(a.getAttribute('href'))")
            assert Path(path.parent, address).is_file()
        assert page.locator("tr", has_text="nobody").last.inner_text().split()[-1] == "absent"


@needs_browser
def test_the_page_of_a_large_class_is_sorted_filtered_and_searched(large):
    assert large.stat().st_size < 5 * MEGABYTE
    with opened(large) as page:
        assert not barriers(page)
        names = page.locator("#table tbody tr:visible th")
        page.get_by_role("button", name="points", exact=True).click()
        points = page.locator("#table tbody tr td:nth-child(4)").all_inner_texts()
        assert [float(one) for one in points] == sorted(map(float, points), reverse=True)
        page.get_by_role("button", name="student", exact=True).press("Enter")
        assert names.first.inner_text() == "student000"
        page.get_by_label("Search").fill("student01 ada")
        found = names.all_inner_texts()
        assert found and all(name.startswith("student01") for name in found)
        assert page.locator("#shown").inner_text() == f"{len(found)} of 600 students"
        page.get_by_label("Search").fill("")
        page.locator("#status").select_option("crashed")
        statuses = page.locator("#table tbody tr:visible td:nth-child(3)").all_inner_texts()
        assert set(statuses) == {"crashed"}


@needs_browser
def test_the_anonymous_page_names_and_links_nobody(small):
    path = write_reports(small, (), True, QUIET)[0]
    text = path.read_text()
    for name in ("ada", "Lovelace", "alan", "grace", "kurt", "nobody", "onerror", "autograded"):
        assert not re.search(rf"\b{name}\b", text), name
    with opened(path) as page:
        assert not barriers(page)
        assert page.locator("#table tbody tr").count() == 6


@pytest.mark.skipif(why_none() != "" and "CI" not in os.environ, reason=why_none())
def test_the_gradebook_lies_where_nbgrader_is_told(tmp_path):
    students = drawn(3)
    beside = read_results(make_class(tmp_path / "beside", students), ASSIGNMENT)
    with temporary_server() as server:
        url = server.render_as_string(hide_password=False)
        inside = read_results(make_class(tmp_path / "inside", students, db_url=url), ASSIGNMENT)
    assert [s.points for s in inside.students] == [s.points for s in beside.students]
    assert not (tmp_path / "inside" / "gradebook.db").exists()


def test_a_gradebook_that_cannot_be_reached_is_one_clear_line(small):
    coursedir = course_directory(small)
    coursedir.db_url = f"sqlite:///{small.root}/nowhere.db"
    with pytest.raises(CourseError, match="there is no gradebook"), open_gradebook(coursedir):
        pass
    assert not (small.root / "nowhere.db").exists()
