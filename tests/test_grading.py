"""Submissions through the real nbgrader: points cell by cell, feedback and the report."""

from io import StringIO

import nbformat
import pytest
from rich.console import Console

from autograder.answers import AnswerSheet, read_answers, submit
from autograder.build import build
from autograder.course import ASSIGNMENT, Course
from autograder.report import print_report, read_grades
from tests.conftest import ROOT, SHEETS, copy_course, needs_sandbox, run_nbgrader, selected

pytestmark = needs_sandbox

# Whole students, and a mistake in each notebook; tests/test_fairness.py has all the others.
MISTAKES = (
    "encoder/linear_code",
    "cross_entropy/one_where",
    "xavier_init/inputs_alone",
    "deep_encoder/two_layers",
    "kl/wrong_way_round",
    "kl_to_standard_normal/one_number_for_the_batch",
)
STUDENTS = SHEETS | {
    name.replace("/", "_"): read_answers(ROOT / "tests/students" / f"{name}.py").handed_in_by(
        name.replace("/", "_")
    )
    for name in MISTAKES
}


def concerned(course: Course, sheet: AnswerSheet) -> set[str]:
    """The notebooks that a sheet has answers for; all of them if it has none or many."""
    if sheet.notebook:
        return {sheet.notebook}
    names = {
        path.stem
        for path in course.release.glob("*.ipynb")
        for cell in nbformat.read(path, as_version=4).cells
        if cell.metadata.get("nbgrader", {}).get("grade_id") in sheet.answers
    }
    return names if len(sheet.answers) == 1 else {p.stem for p in course.release.glob("*.ipynb")}


@pytest.fixture(scope="module")
def graded(tmp_path_factory, request) -> Course:
    """A course in which every selected example student has handed in, graded by nbgrader."""
    course = copy_course(tmp_path_factory.mktemp("graded") / "course")
    build(course)
    for sheet in selected(STUDENTS, request).values():
        submit(course, sheet)
        for path in course.submission(sheet.student).glob("*.ipynb"):
            if path.stem not in concerned(course, sheet):
                path.unlink()  # a single mistake is graded in its own notebook only
    run_nbgrader(course, "autograde", ASSIGNMENT)
    return course


@pytest.fixture(scope="module")
def grades(graded) -> list:
    return read_grades(graded)


@pytest.mark.parametrize("student", STUDENTS)
def test_points_cell_by_cell(graded, grades, student):
    sheet = STUDENTS[student]
    handed_in = concerned(graded, sheet)
    mine = [g for g in grades if g.student == student and g.notebook in handed_in]
    assert mine
    expected, found = {}, {}
    for grade in mine:
        answer = sheet.answers.get(grade.grade_id.removeprefix("test_"))
        if not grade.grade_id.startswith("test_"):  # an essay, which waits for a TA
            points = 0
        elif answer:
            points = grade.maximum if answer.points is None else answer.points
        else:
            points = grade.maximum if sheet.base == "model" else 0
        expected[grade.grade_id], found[grade.grade_id] = points, grade.points
    assert found == expected


@pytest.mark.parametrize("student", STUDENTS)
def test_every_lost_point_has_a_reason(grades, student):
    for grade in grades:
        if grade.student == student and grade.points < grade.maximum:
            assert grade.reasons, grade.grade_id
            answer = STUDENTS[student].answers.get(grade.grade_id.removeprefix("test_"))
            if answer and answer.reason:
                assert answer.reason in grade.reasons[0]


def test_an_essay_waits_for_a_ta_unless_it_was_left_as_released(grades):
    essays = [g for g in grades if not g.grade_id.startswith("test_")]
    waiting = {g.grade_id for g in essays if g.student == "model" and g.needs_reading}
    assert waiting == {g.grade_id for g in essays}
    assert not any(g.needs_reading or g.points for g in essays if g.student == "untouched")


def test_the_report_shows_every_student_with_points_and_reasons(grades):
    console = Console(record=True, width=200, file=StringIO())
    print_report(grades, {}, console)
    text = console.export_text()
    for student in STUDENTS:
        assert student in text
    assert "the last layer of the encoder has no sigmoid" in text


def test_a_second_run_grades_nothing_again(graded):
    messages = run_nbgrader(graded, "autograde", ASSIGNMENT)
    assert messages.count("Skipping existing assignment") == len(STUDENTS)
    assert "Autograding" not in messages


def test_feedback_shows_reasons_and_neither_hidden_tests_nor_mark_schemes(graded):
    for student in ("encoder_linear_code", "model"):
        run_nbgrader(graded, "generate_feedback", ASSIGNMENT, "--student", student)
    pages = {path.stem: path.read_text() for path in graded.root.glob("feedback/*/*/*.html")}
    assert pages.keys() == {path.stem for path in graded.release.glob("*.ipynb")}
    wrong = graded.root / "feedback/encoder_linear_code" / ASSIGNMENT / "1_basic_autoencoder.html"
    assert "the last layer of the encoder has no sigmoid" in wrong.read_text()
    for name, page in pages.items():
        for secret in ("HIDDEN TESTS", "autograder.checks", "MARK SCHEME", "Mark scheme"):
            assert secret not in page, f"the feedback on {name} shows {secret}"
        for tag in ("p", "br", "ul"):
            assert f"&lt;{tag}&gt;" not in page, f"the feedback on {name} shows a tag"
