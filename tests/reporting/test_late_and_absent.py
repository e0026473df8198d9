"""Who is late, who was given more time, and who handed in nothing."""

from datetime import timedelta
from pathlib import Path

import pytest
from rich.console import Console

from autograder.course import Course, CourseError
from autograder.grading.penalty import PenaltyByDay
from autograder.reporting.extensions import extend
from autograder.reporting.reading_results import read_results
from tests.conftest import ROOT, needs_sandbox, run_nbgrader
from tests.courses.test_tiny import ASSIGNMENT as AVERAGES
from tests.courses.test_tiny import autograder, copy_tiny, hand_in
from tests.reporting.graded_class import ASSIGNMENT, DUE, POINTS, Known, make_class

# nbgrader's own queries set these off, and nbgrader_config.py keeps them from a TA.
pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")

FULL = {"mean": POINTS, "median": POINTS, "variance": POINTS, "quartiles": POINTS}
HEADER = "student,hours or date,why\n"
HOUR = timedelta(hours=1)


@pytest.fixture
def course(tmp_path) -> Course:
    return new_class(tmp_path)


@pytest.fixture(scope="module")
def unchanged(tmp_path_factory) -> Course:
    """The same, for tests in which nothing is entered."""
    return new_class(tmp_path_factory.mktemp("unchanged"))


def new_class(folder: Path) -> Course:
    students = {"ada": Known(FULL, handed_in=DUE + 30 * HOUR), "alan": Known(FULL)}
    return make_class(folder / "course", students, ("nobody",))


def entered(course: Course, text: str, capsys: pytest.CaptureFixture) -> str:
    file = course.root / "extensions.csv"
    file.write_text(text, encoding="utf-8")
    extend(course, file, ASSIGNMENT, Console(width=200))
    return capsys.readouterr().out


def test_more_time_in_hours_or_until_a_date_in_a_zone(course, capsys):
    said = entered(
        course, f'{HEADER}ada,48,ill\nnobody,2026-03-05 18:00 Europe/Berlin,"move, twice"\n', capsys
    )
    assert "ada: until 2026-03-04 12:00 UTC" in said
    assert "nobody: until 2026-03-05 17:00 UTC" in said
    found = {student.student: student for student in read_results(course, ASSIGNMENT).students}
    assert found["ada"].extension == 48 * HOUR and not found["ada"].late
    assert found["nobody"].is_absent
    entered(course, f"{HEADER}ada,24,less\n", capsys)
    found = {student.student: student for student in read_results(course, ASSIGNMENT).students}
    assert found["ada"].late == 6 * HOUR


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("who,when\n", "first line is to be student, hours or date, why"),
        (f"{HEADER}ada,2026-03-05 18:00,no zone\n", "a date with its zone.*line 2"),
        (f"{HEADER}ada,soon,\nalan,-1,\nada,1\n", "line 2.*line 3.*line 4"),
        (f"{HEADER}ada,1,\neve,1,\n", "eve is not a student.*Nothing was entered"),
        (f"{HEADER}ada,2026-03-01 18:00 UTC,\n", "before the assignment is due"),
    ],
)
def test_a_line_that_is_wrong_is_named_and_nothing_is_entered(unchanged, capsys, text, message):
    with pytest.raises(CourseError, match=f"(?s){message}"):
        entered(unchanged, text, capsys)
    found = {student.student: student for student in read_results(unchanged, ASSIGNMENT).students}
    assert found["ada"].extension is None


@pytest.mark.parametrize(
    ("late", "lost"),
    [(0 * HOUR, None), (HOUR / 5, None), (HOUR, 0.2), (25 * HOUR, 0.4), (900 * HOUR, 1.0)],
)
def test_a_penalty_grows_by_day_and_never_beyond_the_points(late, lost):
    plugin = PenaltyByDay(percent=20)
    penalty = plugin.late_submission_penalty("ada", 12.0, late.total_seconds())
    assert penalty == (None if lost is None else pytest.approx(12 * lost))


def test_a_roster_says_who_handed_in_nothing(course):
    roster = course.root / "roster.csv"
    roster.write_text("id,first_name,last_name\neve,Eve,Nobody\nada,Ada,Lovelace\n")
    run_nbgrader(course, "db", "student", "import", str(roster))
    found = {student.student: student for student in read_results(course, ASSIGNMENT).students}
    assert {name for name, one in found.items() if one.is_absent} == {"eve", "nobody"}
    assert found["ada"].full_name == "Ada Lovelace"


@needs_sandbox
def test_the_commands_of_the_page_take_off_a_penalty_and_more_time_gives_it_back(tmp_path):
    page = (ROOT / "docs/late-and-absent.md").read_text(encoding="utf-8")
    settings = page.partition("```python\n")[2].partition("```")[0]
    course = copy_tiny(tmp_path / "course", settings)
    autograder(course, "build")
    due = "--duedate=2026-03-02 12:00 Europe/Berlin"
    run_nbgrader(course, "db", "assignment", "add", AVERAGES, due)
    assignment = course.assignment(AVERAGES)
    hand_in(assignment, "ada")
    (assignment.submission("ada") / "timestamp.txt").write_text("2026-03-03 17:00:00 UTC")
    run_nbgrader(course, "autograde", AVERAGES)
    (ada,) = read_results(course, AVERAGES).students
    assert ada.late == 30 * HOUR
    assert ada.penalty == pytest.approx(ada.points_of() * 0.2)  # two days begun
    extensions = course.root / "extensions.csv"
    extensions.write_text(f"{HEADER}ada,48,ill\n")
    assert "ada: until 2026-03-04 11:00 UTC" in autograder(course, "extend", str(extensions))
    run_nbgrader(course, "autograde", AVERAGES, "--student=ada", "--force")
    (ada,) = read_results(course, AVERAGES).students
    assert (ada.late, ada.penalty) == (0 * HOUR, 0)
